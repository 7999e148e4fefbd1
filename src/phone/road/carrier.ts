// Carries one seat's book over HTTP: its acts, its rows and its clips, from one window at a time.
import type { KeptAct } from '#journal/ports.ts';
import type { Carrier } from '../store/book.ts';
import type { Some } from '../store/letters-out.ts';
import type { KeptClip } from '../store/shelf.ts';
import { RoadTrouble, ask } from './ask.ts';
import { sendClip, type ClipBag } from './clips.ts';
import type { Signer } from './order.ts';
import { httpRoad } from './road.ts';

/** Name of the lock that keeps two windows from exchanging for one seat at once. */
const lockOf = (device: string): string => `nha-rong-exchange-${device}`;

export interface CarrierListener {
  /** The server runs another build than this phone. */
  readonly build?: (build: string) => void;
  /** Whose word about what the seat may read counts. */
  readonly signer?: () => Promise<Signer | null>;
  /** The token the seat's letters go with; null: none is known. */
  readonly letterbox?: () => Promise<string | null>;
}

/** @param build name of this phone's deciding code (server/build-id.ts) */
export function httpCarrier(device: string, build: string, listener: CarrierListener = {}): Carrier {
  return {
    road: (progress, waiting) => httpRoad(device, build, { progress, waiting, ...listener }),
    sendClip: (clip, shelf) => sendClip(device, clip, shelf).catch((error: unknown) => byLetter(device, clip, shelf, listener, error)),
    handOver: (acts) => handOver(device, { turns: acts.filter(isEnded).map(({ act }) => act.turn), clips: [] }, listener),
    fetchClip: (hash) => fetchClip(device, hash),
    alone: (work) => alone(lockOf(device), work),
    persist,
  };
}

/** Refusals that say nothing against the act, only that its author may not say it any more; what one may not see looks like nothing. */
const ENDED = /^(post\.(ended|elsewhere|needed)|person\.closed|(household|visit|promise|petition)\.unknown)$/;
const isEnded = ({ verdict }: KeptAct): boolean => verdict !== null && 'refusal' in verdict && ENDED.test(verdict.refusal.code);

/** Loaded when first needed: mostly nobody is shut out. */
const letters = () => import('../store/letters-out.ts');

async function handOver(device: string, some: Some, { letterbox }: CarrierListener): Promise<void> {
  const token = some.turns.length + some.clips.length > 0 ? await letterbox?.() : null;
  if (token) await (await letters()).sendLetters(device, token, some);
}

/** A photo of a household that is somebody else's to see to by now: its visit may stand in the book, so it goes as a letter. */
async function byLetter(device: string, clip: KeptClip, shelf: ClipBag, listener: CarrierListener, error: unknown): Promise<void> {
  if (!(error instanceof RoadTrouble) || error.status !== 404) throw error;
  await handOver(device, { turns: [], clips: [clip.hash] }, listener);
  if (!(await (await letters()).clipReceived(device, clip.hash))) throw error;
  await shelf.clipWent(clip, { offset: clip.bytes, sent: true, refusedAt: null });
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
