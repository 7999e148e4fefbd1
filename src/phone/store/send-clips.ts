// Photos and recordings on their way: each until the server has all of it, and once more where a restored server may have lost it.
import { RoadTrouble } from '../road/ask.ts';
import type { KeptClip, Shelf } from './shelf.ts';

/** A clip the server would not have is offered again after so long: somebody may have mended what was wrong there. */
const REFUSED_CLIP_MS = 6 * 3_600_000;

export interface Sending {
  readonly shelf: Pick<Shelf, 'clips' | 'clipBytes' | 'clipWent' | 'note' | 'keepNote'>;
  /** Resolves when the server has all of it. */
  send(clip: KeptClip): Promise<void>;
  now(): number;
  /** Name of the server's life, as the last exchange told it; null: none has. */
  readonly epoch: string | null;
}

const EPOCH = 'clips.epoch';

/**
 * A server of a new life was put back from a backup and may lack what it was sent since: what is still here is offered
 * again, at one question for each it has.
 */
async function offerAnew({ shelf, epoch }: Sending): Promise<void> {
  const before = await shelf.note(EPOCH);
  if (epoch === null || before === epoch) return;
  if (before !== null) for (const clip of await shelf.clips()) if (clip.sent) await shelf.clipWent(clip, { sent: false, offset: 0, refusedAt: null });
  await shelf.keepNote(EPOCH, epoch);
}

/** Clips one by one; one that the server will not have stays here, and does not stop the others. Rejects with the first such refusal. */
export async function sendClips(sending: Sending): Promise<void> {
  const { shelf, send, now } = sending;
  await offerAnew(sending);
  let first: unknown;
  for (const clip of await shelf.clips()) {
    if (clip.sent || (clip.refusedAt !== null && Math.abs(now() - clip.refusedAt) < REFUSED_CLIP_MS)) continue;
    try {
      await send(clip);
    } catch (error) {
      if (!(error instanceof RoadTrouble) || error.end !== 'trouble') throw error;
      await shelf.clipWent(clip, { refusedAt: now() });
      first ??= error;
    }
  }
  if (first) throw first;
}
