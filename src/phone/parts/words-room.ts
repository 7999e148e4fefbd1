// How much a field of free words holds: what does not fit is told, never cut off in silence.

/** As long as the rules take (commune/places/shape.ts), in UTF-16 units, as browsers count. */
export const MOST_WORDS = 2000;

/** What was heard, after what stands there; no longer than the field. */
export const appended = (before: string, heard: string, most: number): string => `${before}${before === '' ? '' : ' '}${heard}`.slice(0, most);

/** Browsers cut what is pasted at the field's end and say nothing: a field filled to the brim has probably lost something. */
export const isFull = (value: string, most: number): boolean => value.length >= most;
