// A login as people say it: a user name, or a phone number written any way; and what a password must not be.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * One form for one login: NFC, lower case, without spaces; a phone number as 0xxxxxxxxx.
 * Null where it is neither a user name nor a phone number.
 */
export function normalLogin(typed: string): string | null {
  const text = typed.normalize('NFC').trim().toLowerCase();
  const digits = text.replace(/[\s.()-]/g, '');
  if (/^(\+?84|0)\d{9,10}$/.test(digits)) return digits.replace(/^\+?84/, '0');
  const name = text.replace(/\s/g, '');
  return /^[a-z0-9][a-z0-9._-]{2,39}$/.test(name) ? name : null;
}

export const LEAST_PASSWORD = 8;
export const MOST_PASSWORD = 200;

/** The first things anyone would try in this country; what leaked elsewhere is in common-passwords.txt. */
const COMMON = new Set([
  '12345678', '123456789', '1234567890', '11111111', '00000000', '88888888', '66668888', '87654321', 'password',
  'password1', 'matkhau1', 'matkhau123', 'matkhaumoi', 'abcd1234', 'abc12345', '1q2w3e4r', 'qwertyui', 'qwerty123',
  'anhyeuem', 'iloveyou', 'vietnam1', 'vietnam123', 'nhatrang', 'sinhnhat', 'conchimnon', '01234567', '012345678', '0123456789',
]);

/** Words of this place and program (docs/SECURITY.md): a password that is hardly more than one of them is no password. */
const OURS = ['nharong', 'matkhau', 'password', 'canbo', 'canboxa', 'truongthon', 'ubnd', 'ubndxa', 'vanphong', 'danvan', 'vietnam', 'quangngai', 'kontum', 'congkhai'];

/** Without marks, blanks and the figures people put behind: `Nhà Rông 2026!` is `nharong`. */
const bareWord = (low: string): string => low.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replace(/[^a-z]/gu, '');

let leaked: ReadonlySet<string> | undefined;

/** Whether the password is among the 17,950 that leak most often. The list is read when the first password is chosen. */
function isLeaked(low: string): boolean {
  leaked ??= new Set(readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8').split('\n').filter((line) => line.length === 8));
  return leaked.has(createHash('sha256').update(low).digest('base64url').slice(0, 8));
}

/** What is wrong with a new password, or null: length and the commonest ones only, no rules about kinds of letters. */
export function passwordFault(password: string, login: string | null): 'password.short' | 'password.long' | 'password.common' | null {
  const plain = password.normalize('NFC');
  if (plain.length > MOST_PASSWORD) return 'password.long';
  if ([...plain].length < LEAST_PASSWORD) return 'password.short';
  const low = plain.toLowerCase();
  const common = COMMON.has(low) || low === login || /^(.)\1+$/u.test(low) || OURS.includes(bareWord(low)) || isLeaked(low);
  return common ? 'password.common' : null;
}
