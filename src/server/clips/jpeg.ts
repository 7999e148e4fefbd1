// A JPEG without anything but its picture: no place, camera, thumbnail, comment or second image.

export interface Picture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A progressive picture has ten or so; thousands, each over all points, would hold a phone up that shows it. */
const MOST_SCANS = 100;

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const ADOBE = 0xee;

const isApp = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;
/** SOF0 … SOF15 carry the size; C4, C8 and CC among them are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/**
 * Walks the segments (ITU-T T.81, B.1) and keeps those that draw the picture. Of the application segments
 * only the 12 bytes that tell how Adobe's colours are meant stay. What follows the end of the image
 * (phones hang a second, larger picture there) goes.
 * @returns null where the bytes are not a whole JPEG.
 */
export function bareJpeg(bytes: Uint8Array): Picture | null {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== START) return null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let width = 0;
  let height = 0;
  let scans = 0;
  for (let at = 2; ; ) {
    const mark = markerAt(bytes, at);
    if (mark === null) return null;
    const { marker, next } = mark;
    if (marker === END) {
      if (width === 0 || scans === 0) return null;
      kept.push(Uint8Array.of(0xff, END));
      return { bytes: Buffer.concat(kept), width, height };
    }
    const length = lengthAt(bytes, next);
    if (length === null) return null;
    const until = next + length;
    const body = bytes.subarray(next + 2, until);
    if (isFrame(marker)) {
      const frame = frameSize(body);
      if (!frame) return null;
      width = Math.max(width, frame.width);
      height = Math.max(height, frame.height);
    }
    if (staysIn(marker, body)) kept.push(Uint8Array.of(0xff, marker), bytes.subarray(next, until));
    at = until;
    if (marker === SCAN) {
      scans += 1;
      if (scans > MOST_SCANS) return null;
      at = scanEnd(bytes, until);
      kept.push(bytes.subarray(until, at));
    }
  }
}

/** The marker at `at`, behind any fill bytes; null where there is none. */
function markerAt(bytes: Uint8Array, at: number): { marker: number; next: number } | null {
  if (bytes[at] !== 0xff) return null;
  let next = at + 1;
  while (bytes[next] === 0xff) next += 1;
  const marker = bytes[next];
  if (marker === undefined || marker === 0 || marker === START || isRestart(marker)) return null;
  return { marker, next: next + 1 };
}

function lengthAt(bytes: Uint8Array, at: number): number | null {
  if (at + 2 > bytes.length) return null;
  const length = (bytes[at]! << 8) | bytes[at + 1]!;
  return length < 2 || at + length > bytes.length ? null : length;
}

function frameSize(body: Uint8Array): { width: number; height: number } | null {
  if (body.length < 6) return null;
  const height = (body[1]! << 8) | body[2]!;
  const width = (body[3]! << 8) | body[4]!;
  return width === 0 || height === 0 ? null : { width, height };
}

function staysIn(marker: number, body: Uint8Array): boolean {
  if (marker === ADOBE) return body.length === 12 && Buffer.from(body.subarray(0, 5)).toString('latin1') === 'Adobe';
  return !isApp(marker) && marker !== COMMENT;
}

/** First byte behind the drawn data: the next marker that is neither a stuffed zero nor a restart. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const after = bytes[at + 1]!;
    if (after !== 0 && after !== 0xff && !isRestart(after)) return at;
  }
  return bytes.length;
}
