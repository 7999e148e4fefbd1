// Photos and recordings of a household: named by what they contain, carried apart from the acts that mention them.
import * as z from 'zod/mini';

export const PHOTO_TYPES = ['image/webp', 'image/jpeg'] as const;
export const SOUND_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;
/** A recording of ten minutes, or a photo far larger than any phone here sends after shrinking. */
export const MAX_CLIP_BYTES = 10_000_000;

/** A photo or recording; the bytes travel apart, named by their SHA-256 in hex. */
export interface Clip {
  readonly hash: string;
  readonly type: (typeof PHOTO_TYPES)[number] | (typeof SOUND_TYPES)[number];
  readonly bytes: number;
}

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const bytes = z.int().check(z.minimum(1), z.maximum(MAX_CLIP_BYTES));

export const photo = z.strictObject({ hash, type: z.enum(PHOTO_TYPES), bytes });
export const sound = z.strictObject({ hash, type: z.enum(SOUND_TYPES), bytes });
