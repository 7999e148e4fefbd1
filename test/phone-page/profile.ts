// Looks for words in everything a browser has written into a profile folder, in every way it writes text.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

/** Files of the profile that hold the bytes, by their path within it. */
export function holding(folder: string, bytes: Uint8Array): readonly string[] {
  const wanted = Buffer.from(bytes);
  return filesIn(folder).filter((file) => {
    try {
      return readFileSync(file).includes(wanted);
    } catch {
      // A socket, or gone meanwhile.
      return false;
    }
  }).map((file) => file.slice(folder.length));
}

/** Files that hold the text as UTF-8, as UTF-16, or as JSON and base64 would write it. */
export const telling = (folder: string, text: string): readonly string[] => [...new Set([
  Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), Buffer.from(text.normalize('NFD'), 'utf8'),
  Buffer.from([...text].map((letter) => (letter < '\u0080' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)).join(''), 'latin1'),
].flatMap((bytes) => holding(folder, bytes)))];
