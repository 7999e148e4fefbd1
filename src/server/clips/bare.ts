// What may be kept of a photo or recording: of the type it claims, not too large, and with no metadata.
import { bareJpeg } from './jpeg.ts';
import { bareMp4 } from './mp4.ts';
import { bareWebp } from './webp.ts';

export const CLIP_TYPES = ['image/webp', 'image/jpeg', 'audio/webm', 'audio/mp4', 'audio/ogg'] as const;
export type ClipType = (typeof CLIP_TYPES)[number];

export const MOST_CLIP_BYTES = 5_000_000;
/** A picture is turned into 4 bytes a pixel when shown: 100 MB is all a cheap phone bears. */
export const MOST_PIXELS = 25_000_000;

export type Bared = { readonly bytes: Uint8Array } | { readonly fault: 'clip.wrong-type' | 'clip.too-many-pixels' };

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

/** Reads type and size from the bytes themselves and takes everything away that is not picture or sound. */
export function bare(bytes: Uint8Array, type: ClipType): Bared {
  if (type === 'image/jpeg' || type === 'image/webp') {
    const picture = type === 'image/jpeg' ? bareJpeg(bytes) : bareWebp(bytes);
    if (!picture) return { fault: 'clip.wrong-type' };
    return picture.width * picture.height > MOST_PIXELS ? { fault: 'clip.too-many-pixels' } : { bytes: picture.bytes };
  }
  if (type === 'audio/mp4') {
    const sound = bareMp4(bytes);
    return sound ? { bytes: sound } : { fault: 'clip.wrong-type' };
  }
  // Recordings of a browser carry no notes in these two; the start tells them from anything else.
  const right = type === 'audio/webm' ? startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3) : startsWith(bytes, 0x4f, 0x67, 0x67, 0x53);
  return right ? { bytes } : { fault: 'clip.wrong-type' };
}
