// Carries photos and recordings in small pieces: where the road was cut, it goes on from the last byte that arrived.
import type { KeptClip } from '../store/shelf.ts';
import { RoadTrouble, ask } from './ask.ts';

/** The first piece is small, as nobody knows the road yet; each that arrives doubles the next, to what the server takes. */
const FIRST_BYTES = 32 * 1024;
const MOST_BYTES = 256_000;

export interface ClipBag {
  clip(hash: string): Promise<{ readonly clip: KeptClip; readonly bytes: Blob } | undefined>;
  clipSent(hash: string, offset: number, whole: boolean): Promise<void>;
}

/** Sends one clip from where the server has it. Resolves when the server has all of it. */
export async function sendClip(device: string, hash: string, bag: ClipBag): Promise<void> {
  const kept = await bag.clip(hash);
  if (!kept) return;
  const { bytes } = kept;
  let offset = await begun(device, kept.clip);
  for (let piece = FIRST_BYTES; offset < bytes.size; piece = Math.min(MOST_BYTES, piece * 2)) {
    const body = bytes.slice(offset, Math.min(bytes.size, offset + piece));
    const answer = await ask(device, `/api/clips/${hash}`, {
      method: 'PATCH', body, expect: [409],
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    });
    const now = offsetOf(answer) ?? (answer.ok ? offset + body.size : null);
    // The server has other bytes than we thought: it says where to go on. The same place twice is no way on.
    if (now === null || (!answer.ok && now === offset)) throw new RoadTrouble('trouble', { code: 'clip.stuck' }, answer.status);
    offset = now;
    await bag.clipSent(hash, offset, answer.status === 201);
    if (answer.status === 201) return;
  }
  await bag.clipSent(hash, bytes.size, true);
}

/** How many bytes the server has; tells it of the clip where it knows nothing yet. */
async function begun(device: string, clip: KeptClip): Promise<number> {
  const path = `/api/clips/${clip.hash}`;
  const known = await ask(device, path, { method: 'HEAD', expect: [404] });
  if (known.ok) return offsetOf(known) ?? 0;
  const told = await ask(device, path, {
    method: 'PUT',
    headers: { 'x-household': clip.household, 'content-type': clip.type, 'x-size': String(clip.bytes), 'upload-offset': '0' },
  });
  return offsetOf(told) ?? 0;
}

function offsetOf(answer: Response): number | null {
  const said = answer.headers.get('upload-offset');
  return said !== null && /^\d+$/u.test(said) ? Number(said) : null;
}
