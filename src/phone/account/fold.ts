// Text as it is searched and compared: lower case, without marks, one blank between words.
import { plain } from '#phone/words/format.ts';

/** `Đắk Tô`, `đăk tô` (NFD) and `DAK  TO` become the same `dak to`. */
export const fold = (text: string): string => plain(text).replace(/\s+/gu, ' ').trim();
