// Bytes as base64url text, without padding, and back.

/** @throws DOMException where the text is none */
export function bytesIn(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

export function textIn(bytes: Uint8Array): string {
  let letters = '';
  // The whole at once would be more arguments than a call may have.
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '');
}
