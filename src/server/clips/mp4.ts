// An MP4 recording whose notes (place, device, names) are blanked, every other byte where it was.

/** Boxes that hold other boxes on the way to the notes. */
const HOLDS = new Set(['moov', 'trak', 'mdia', 'moof', 'traf', 'edts', 'minf']);
/** Boxes of notes: user notes, metadata, and anything a maker put under a name of its own. */
const NOTES = new Set(['udta', 'meta', 'uuid']);

/**
 * Turns boxes of notes (ISO/IEC 14496-12) into empty free space, so that no offset in the file changes.
 * @returns null where the bytes are not a whole MP4.
 */
export function bareMp4(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 16 || name(bytes, 4) !== 'ftyp') return null;
  const copy = Uint8Array.from(bytes);
  return blank(copy, 0, copy.length, 0) ? copy : null;
}

const name = (bytes: Uint8Array, at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');

function blank(bytes: Uint8Array, from: number, until: number, depth: number): boolean {
  if (depth > 8) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at < until; ) {
    if (at + 8 > until) return false;
    let size = view.getUint32(at);
    let head = 8;
    if (size === 0) size = until - at;
    if (size === 1) {
      if (at + 16 > until) return false;
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    if (size < head || at + size > until) return false;
    const kind = name(bytes, at + 4);
    if (NOTES.has(kind)) {
      bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
      bytes.fill(0, at + head, at + size);
    } else if (HOLDS.has(kind) && !blank(bytes, at + head, at + size, depth + 1)) return false;
    at += size;
  }
  return true;
}
