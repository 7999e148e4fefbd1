// Writes what waits on a seat into one file that can be carried by hand, when no road will come for long.
import type { KeptActWithTrust, Book } from '#phone/book.ts';
import type { Shelf } from './shelf.ts';

/**
 * Lines of JSON: first `{format, version, device, commune, person}`, then `{act}` for every unsettled act in turn
 * order, then `{clip: {hash, household, type, bytes}, base64}` for every clip not yet sent.
 */
export async function outboxFileOf(seat: Book['seat'], acts: readonly KeptActWithTrust[], shelf: Pick<Shelf, 'clips' | 'clipBytes'>): Promise<Blob> {
  const { device, commune, person } = seat;
  const parts: BlobPart[] = [line({ format: 'nha-rong-outbox', version: 1, device, commune, person })];
  for (const { act, trust } of acts) if (trust === 'saved' || trust === 'sent') parts.push(line({ act }));
  // A store that can no longer be read must not keep the acts, which are in memory, from being carried away.
  const clips = await shelf.clips().catch(() => []);
  for (const { hash, household, type, sent } of clips) {
    const bytes = sent ? undefined : await shelf.clipBytes(hash);
    if (bytes) parts.push(line({ clip: { hash, household, type, bytes: bytes.size }, base64: base64(new Uint8Array(await bytes.arrayBuffer())) }));
  }
  return new Blob(parts, { type: 'application/x-ndjson' });
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

function base64(bytes: Uint8Array): string {
  let text = '';
  // The whole at once would be more arguments than a call may have.
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
