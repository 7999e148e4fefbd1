// A WebP without anything but its picture: only the chunks that draw it stay.
import type { Picture } from './jpeg.ts';

const DRAWS = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF']);
/** In the flags of VP8X: colour profile, EXIF and XMP are announced there. */
const ANNOUNCED = 0x20 | 0x08 | 0x04;

interface Chunk {
  readonly name: string;
  readonly body: Uint8Array;
}

/** Keeps the drawing chunks of a WebP (RIFF container, RFC 9649). @returns null where the bytes are not a whole WebP. */
export function bareWebp(bytes: Uint8Array): Picture | null {
  if (bytes.length < 20 || text(bytes, 0) !== 'RIFF' || text(bytes, 8) !== 'WEBP') return null;
  const until = 8 + view(bytes).getUint32(4, true);
  if (until > bytes.length || until < 20) return null;
  const chunks = chunksOf(bytes.subarray(12, until));
  if (!chunks) return null;
  const kept = chunks.filter((chunk) => DRAWS.has(chunk.name)).map(bareChunk);
  if (kept.some((chunk) => chunk === null)) return null;
  const whole = kept as Chunk[];
  const size = sizeOf(whole);
  if (!size || !whole.some((chunk) => ['VP8 ', 'VP8L', 'ANMF'].includes(chunk.name))) return null;
  const body = joined(whole);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  head.write('WEBP', 8, 'latin1');
  return { bytes: Buffer.concat([head, body]), ...size };
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const text = (bytes: Uint8Array, at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');

function chunksOf(bytes: Uint8Array): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return null;
    const length = view(bytes).getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) return null;
    chunks.push({ name: text(bytes, at), body: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function bareChunk(chunk: Chunk): Chunk | null {
  if (chunk.name === 'VP8X') {
    if (chunk.body.length < 10) return null;
    const body = Uint8Array.from(chunk.body.subarray(0, 10));
    body[0] = body[0]! & ~ANNOUNCED;
    return { ...chunk, body };
  }
  if (chunk.name !== 'ANMF') return chunk;
  if (chunk.body.length < 16) return null;
  // A frame of a moving picture holds chunks of its own.
  const inner = chunksOf(chunk.body.subarray(16));
  if (!inner) return null;
  const drawing = inner.filter((one) => one.name === 'ALPH' || one.name === 'VP8 ' || one.name === 'VP8L');
  return { ...chunk, body: Buffer.concat([chunk.body.subarray(0, 16), joined(drawing)]) };
}

function joined(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.flatMap(({ name, body }) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return body.length % 2 === 1 ? [head, body, Buffer.alloc(1)] : [head, body];
  }));
}

/** The largest size any chunk claims: the canvas may say less than the picture in it. */
function sizeOf(chunks: readonly Chunk[]): { width: number; height: number } | null {
  let width = 0;
  let height = 0;
  for (const chunk of chunks) {
    const inner = chunk.name === 'ANMF' ? (chunksOf(chunk.body.subarray(16)) ?? []) : [];
    for (const size of [claim(chunk), ...inner.map(claim)]) {
      if (size === 'broken') return null;
      width = Math.max(width, size?.width ?? 0);
      height = Math.max(height, size?.height ?? 0);
    }
  }
  return width > 0 && height > 0 ? { width, height } : null;
}

function claim({ name, body }: Chunk): { width: number; height: number } | 'broken' | null {
  const u24 = (at: number): number => body[at]! | (body[at + 1]! << 8) | (body[at + 2]! << 16);
  if (name === 'VP8X') return { width: u24(4) + 1, height: u24(7) + 1 };
  if (name === 'ANMF') return { width: u24(6) + 1, height: u24(9) + 1 };
  if (name === 'VP8 ') {
    if (body.length < 10 || body[3] !== 0x9d || body[4] !== 0x01 || body[5] !== 0x2a) return 'broken';
    return { width: view(body).getUint16(6, true) & 0x3fff, height: view(body).getUint16(8, true) & 0x3fff };
  }
  if (name === 'VP8L') {
    if (body.length < 5 || body[0] !== 0x2f) return 'broken';
    const bits = view(body).getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return null;
}
