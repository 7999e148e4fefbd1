// Carries photos and recordings in small pieces: where the road was cut, it goes on from the last byte that arrived.
import type { KeptClip, Shelf } from '../store/shelf.ts';
import { RoadTrouble, ask } from './ask.ts';

/** The first piece is small, as nobody knows the road yet; each that arrives doubles the next, to what the server takes. */
const FIRST_BYTES = 32 * 1024;
const MOST_BYTES = 256_000;

export type ClipBag = Pick<Shelf, 'clipBytes' | 'clipWent'>;

/** Sends one clip from where the server has it. Resolves when the server has all of it. */
export async function sendClip(device: string, clip: KeptClip, bag: ClipBag): Promise<void> {
  const bytes = await bag.clipBytes(clip.hash);
  if (!bytes) return;
  let offset = await begun(device, clip);
  for (let piece = FIRST_BYTES; offset < bytes.size; piece = Math.min(MOST_BYTES, piece * 2)) {
    const body = bytes.slice(offset, Math.min(bytes.size, offset + piece));
    const answer = await ask(device, `/api/clips/${clip.hash}`, {
      method: 'PATCH', body, expect: [409],
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), 'x-household': clip.household },
    });
    const now = offsetOf(answer) ?? (answer.ok ? offset + body.size : null);
    // The server has other bytes than we thought: it says where to go on. The same place twice is no way on.
    if (now === null || (!answer.ok && now === offset)) throw new RoadTrouble('trouble', { code: 'clip.stuck' }, answer.status);
    offset = answer.status === 201 ? bytes.size : now;
    if (offset < bytes.size) await bag.clipWent(clip, { offset });
  }
  await bag.clipWent(clip, { offset: bytes.size, sent: true, refusedAt: null });
}

/** How many bytes the server has; tells it of the clip where it knows nothing yet. Saying it again is harmless. */
async function begun(device: string, clip: KeptClip): Promise<number> {
  const told = await ask(device, `/api/clips/${clip.hash}`, {
    method: 'PUT', headers: { 'x-household': clip.household, 'content-type': clip.type, 'x-size': String(clip.bytes) },
  });
  const offset = offsetOf(told) ?? 0;
  if (offset < clip.bytes) return offset;
  // All bytes are there: asking makes the server take the last step, if that was cut off.
  const known = await ask(device, `/api/clips/${clip.hash}`, { method: 'HEAD', headers: { 'x-household': clip.household }, expect: [404, 422] });
  return known.ok ? (offsetOf(known) ?? 0) : 0;
}

function offsetOf(answer: Response): number | null {
  const said = answer.headers.get('upload-offset');
  return said !== null && /^\d+$/u.test(said) ? Number(said) : null;
}
