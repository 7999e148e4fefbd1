// Makes a photo small and bare before it is kept: drawn anew, so that nothing but the picture is left in it.
import type { Refusal } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import type { Clip } from '#commune/visits/rows.ts';

/** Longest side and weight of a kept photo: readable on paper, 48 seconds on a road of 50 kbit/s. */
const LONGEST = 1600;
const MOST_BYTES = 300_000;
/** What the server takes (docs/PROTOCOL.md): twenty minutes of speech in opus; longer talks are several recordings. */
const MOST_SOUND_BYTES = 5_000_000;
const SOUNDS = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;

/** Each try is lighter than the one before; the first that weighs little enough is kept. */
const TRIES = [[1, 0.82], [1, 0.7], [1, 0.55], [0.75, 0.6], [0.55, 0.6], [0.4, 0.55]] as const;

/** The bytes to keep and their type, or why not: `clip.type`, `clip.too-large`, `clip.unreadable`. */
export async function cleaned(source: Blob): Promise<{ readonly bytes: Blob; readonly type: Clip['type'] } | { readonly refusal: Refusal }> {
  const type = source.type.split(';')[0]!.trim().toLowerCase();
  if (source.size === 0) return refuse('clip.unreadable');
  if (type.startsWith('image/')) return photo(source);
  const sound = SOUNDS.find((known) => known === type);
  if (!sound) return refuse('clip.type', { type });
  if (source.size > MOST_SOUND_BYTES) return refuse('clip.too-large', { mostMb: MOST_SOUND_BYTES / 1_000_000 });
  return { bytes: new Blob([source], { type: sound }), type: sound };
}

async function photo(source: Blob): Promise<{ readonly bytes: Blob; readonly type: Clip['type'] } | { readonly refusal: Refusal }> {
  let picture: ImageBitmap;
  try {
    // The camera's note of how it was held is obeyed here, as it is lost with the rest of the notes.
    picture = await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch {
    return refuse('clip.unreadable');
  }
  try {
    for (const [scale, quality] of TRIES) {
      const bytes = await drawn(picture, scale, quality);
      if (bytes.size <= MOST_BYTES) return { bytes, type: bytes.type === 'image/webp' ? 'image/webp' : 'image/jpeg' };
    }
    return refuse('clip.too-large', { mostMb: MOST_BYTES / 1_000_000 });
  } finally {
    picture.close();
  }
}

/**
 * Draws the picture on the sheet, on white, and makes the sheet as large as photos are kept.
 * @param scale of that, 0 to 1
 */
export function drawSmall(picture: ImageBitmap, sheet: OffscreenCanvas | HTMLCanvasElement, pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, scale = 1): void {
  const longest = Math.max(picture.width, picture.height);
  const factor = (Math.min(LONGEST, longest) / longest) * scale;
  sheet.width = Math.max(1, Math.round(picture.width * factor));
  sheet.height = Math.max(1, Math.round(picture.height * factor));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, sheet.width, sheet.height);
}

async function drawn(picture: ImageBitmap, scale: number, quality: number): Promise<Blob> {
  const sheet = new OffscreenCanvas(1, 1);
  drawSmall(picture, sheet, sheet.getContext('2d')!, scale);
  const webp = await sheet.convertToBlob({ type: 'image/webp', quality });
  // A browser that cannot write WebP answers PNG, which is neither small nor ours.
  return webp.type === 'image/webp' ? webp : sheet.convertToBlob({ type: 'image/jpeg', quality });
}

/** SHA-256 of the bytes in hex: the clip's name everywhere. */
export async function hashOf(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
