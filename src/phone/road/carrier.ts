// Carries one seat's book over HTTP: its acts, its rows and its clips, from one window at a time.
import type { Carrier } from '../store/book.ts';
import { RoadTrouble, ask } from './ask.ts';
import { sendClip } from './clips.ts';
import type { Signer } from './order.ts';
import { httpRoad } from './road.ts';

/** Name of the lock that keeps two windows from exchanging for one seat at once. */
const lockOf = (device: string): string => `nha-rong-exchange-${device}`;

export interface CarrierListener {
  /** The server runs another build than this phone. */
  readonly build?: (build: string) => void;
  /** Whose word about what the seat may read counts. */
  readonly signer?: () => Promise<Signer | null>;
}

/** @param build name of this phone's deciding code (server/build-id.ts) */
export function httpCarrier(device: string, build: string, listener: CarrierListener = {}): Carrier {
  return {
    road: (progress, waiting) => httpRoad(device, build, { progress, waiting, ...listener }),
    sendClip: (clip, shelf) => sendClip(device, clip, shelf),
    fetchClip: (hash) => fetchClip(device, hash),
    alone: (work) => alone(lockOf(device), work),
    persist,
  };
}

/** A clip that lies on the server only; null where the road or the right to see it is missing. */
async function fetchClip(device: string, hash: string): Promise<Blob | null> {
  try {
    const answer = await ask(device, `/api/clips/${hash}`, { expect: [403, 404] });
    return answer.ok ? await answer.blob() : null;
  } catch (error) {
    if (error instanceof RoadTrouble || error instanceof TypeError) return null;
    throw error;
  }
}

async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  });
}

async function persist(): Promise<boolean | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.persist) return null;
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return null;
  }
}
