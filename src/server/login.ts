// A login as people say it: a user name, or a phone number written any way.

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

/** The first things anyone would try, in this country and elsewhere. */
const COMMON = new Set([
  '12345678', '123456789', '1234567890', '11111111', '00000000', '88888888', '66668888', '87654321', 'password',
  'password1', 'matkhau1', 'matkhau123', 'matkhaumoi', 'abcd1234', 'abc12345', '1q2w3e4r', 'qwertyui', 'qwerty123',
  'anhyeuem', 'iloveyou', 'vietnam1', 'vietnam123', 'nhatrang', 'sinhnhat', 'conchimnon', '01234567', '012345678', '0123456789',
]);

/** What is wrong with a new password, or null: length and the commonest ones only, no rules about kinds of letters. */
export function passwordFault(password: string, login: string | null): 'password.short' | 'password.long' | 'password.common' | null {
  const plain = password.normalize('NFC');
  if (plain.length > MOST_PASSWORD) return 'password.long';
  if ([...plain].length < LEAST_PASSWORD) return 'password.short';
  const low = plain.toLowerCase();
  return COMMON.has(low) || low === login || /^(.)\1+$/.test(low) ? 'password.common' : null;
}
