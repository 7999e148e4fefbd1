// Text as it is searched: lower case, without marks, one blank between words.

/** `Đắk Tô`, `đăk tô` (NFD) and `DAK  TO` become the same `dak to`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().replace(/đ/gu, 'd').replace(/\s+/gu, ' ').trim();
}
