// The key of the backups, as it lies in its file and stands on the printed sheet: made once, typed by people on a bad day.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './backup-files.ts';
import { Trouble } from './trouble.ts';

export interface BackupKey {
  /** Twelve groups of four, as printed. It is the passphrase of every sealed file. */
  readonly text: string;
  /** Tells one key from another without telling the key: stands on the sheet and in every manifest. */
  readonly mark: string;
}

/** Crockford's base32: no letter that is taken for a digit, none that makes a word with U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 44 letters hold 220 bits of chance; four more tell a mistyped key from a wrong one. */
const CHANCE = 44;
const CHECK = 4;
const GROUP = 4;

/** @param bytes each gives one letter by its lower five bits, which keeps all letters equally likely */
const lettersOf = (bytes: Uint8Array, count: number): string => Array.from(bytes.subarray(0, count), (byte) => LETTERS[byte & 31]).join('');
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const checkOf = (letters: string): string => lettersOf(digestOf(`nha-rong backup key ${letters}`), CHECK);
const grouped = (letters: string): string => letters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');

function keyOf(letters: string): BackupKey {
  const text = grouped(letters);
  return { text, mark: grouped(lettersOf(digestOf(`nha-rong backup key mark ${text}`), 2 * GROUP)) };
}

export function newBackupKey(): BackupKey {
  const letters = lettersOf(randomBytes(CHANCE), CHANCE);
  return keyOf(letters + checkOf(letters));
}

/** A key as people type it: small letters, spaces, no dashes, O for 0. @throws Trouble saying what is wrong with it */
export function readBackupKey(typed: string): BackupKey {
  const letters = typed.normalize('NFC').toUpperCase().replaceAll(/[\s\-–—.]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1').replaceAll('U', 'V');
  const strange = /[^0-9A-Z]/u.exec(letters)?.[0];
  if (strange !== undefined) throw new Trouble(`The key has letters A to Z and digits only; this one has “${strange}”.`);
  if (letters.length !== CHANCE + CHECK) throw new Trouble(`The key has ${(CHANCE + CHECK) / GROUP} groups of ${GROUP} letters; ${letters.length} of ${CHANCE + CHECK} letters were given.`);
  if (checkOf(letters.slice(0, CHANCE)) !== letters.slice(CHANCE)) throw new Trouble('A letter of the key is mistyped: its last group does not fit the others. Compare it with the sheet once more.');
  return keyOf(letters);
}

/** Folder of all keys of this server, closed to others. */
export const keysFolder = (dataDir: string): string => join(dataDir, 'keys');
const NAME = 'backup.key';

/** The key of this data folder, if it has one. @throws Trouble where the file is damaged */
export function knownBackupKey(dataDir: string): BackupKey | undefined {
  const file = join(keysFolder(dataDir), NAME);
  if (!existsSync(file)) return undefined;
  try {
    return readBackupKey(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    throw new Trouble(`The backup key in ${file} is damaged (${error.message}) Write the key of the printed recovery sheet into that file and start again.`, { cause: error });
  }
}

/** The key of this data folder, made at the first asking. */
export function openBackupKey(dataDir: string): BackupKey {
  const known = knownBackupKey(dataDir);
  if (known) return known;
  keepBackupKey(dataDir, newBackupKey(), 'if there is none');
  return knownBackupKey(dataDir)!;
}

/** Puts a key into a data folder, durable before it returns. Of two that are made at once one stays. */
export function keepBackupKey(dataDir: string, key: BackupKey, how: 'in any case' | 'if there is none' = 'in any case'): void {
  const folder = keysFolder(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  writeWhole(join(folder, NAME), `${key.text}\n`, how === 'if there is none');
}
