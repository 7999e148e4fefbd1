// Which passwords and PINs are good enough, said as rules a person can tick off one by one.

export type PasswordRule = 'long' | 'own' | 'rare';

/** Chosen most often in leaks from Vietnam; the rest of the guessing is left to the server's slow-down. */
const COMMON = new Set([
  '12345678', '123456789', '1234567890', '11111111', '00000000', '88888888', '66668888', '87654321', '11223344',
  'password', 'matkhau', 'matkhau1', 'matkhau123', 'iloveyou', 'anhyeuem', 'qwertyui', 'asdfghjk', 'abcd1234', 'abc12345',
  'vietnam1', 'password1', 'admin123', 'adminadmin', '12341234', '123123123', '147258369', '987654321',
]);

/** Shortest password, in characters (NIST SP 800-63B asks for 8). */
export const PASSWORD_MIN = 8;

/**
 * The rules a password keeps: long enough, not one's own name or number, not one that everybody uses.
 * @param own login, phone number, name: whatever a neighbour would try first.
 */
export function passwordRules(password: string, own: readonly string[]): Readonly<Record<PasswordRule, boolean>> {
  const plain = password.normalize('NFC').toLowerCase();
  const names = own.map((word) => word.normalize('NFC').toLowerCase().replace(/\s+/gu, '')).filter((word) => word.length > 2);
  const bare = plain.replace(/\s+/gu, '');
  return {
    long: [...plain].length >= PASSWORD_MIN,
    own: plain !== '' && !names.some((name) => bare === name || bare === `${name}123` || bare === `${name}1`),
    rare: plain !== '' && !COMMON.has(bare) && !/^(.)\1*$/u.test(bare),
  };
}

export const passwordGood = (password: string, own: readonly string[]): boolean =>
  Object.values(passwordRules(password, own)).every(Boolean);

export const PIN_MIN = 4;
export const PIN_MAX = 8;

export type PinTrouble = 'short' | 'easy';

/** Pressed in one line on the keys, or a number that is thought to bring luck in Vietnam: what a neighbour tries first. */
const GUESSED = new Set(['2580', '0852', '1470', '3690', '147258', '258369', '147369', '159357', '1368', '8386', '6886', '8668', '3979', '113114', '1122', '2211', '112233']);

/**
 * What is wrong with a new PIN of digits, or null: 4 to 8 digits, and none of those tried first: one digit or one step over
 * and over (`1111`, `1234`, `8642`), one piece repeated (`1212`, `123123`), a line on the keys, a year of birth.
 */
export function pinTrouble(pin: string): PinTrouble | null {
  if (!/^\d{4,8}$/u.test(pin)) return 'short';
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]));
  if (steps.every((step) => step === steps[0] && Math.abs(step) <= 2)) return 'easy';
  return /^(\d+)\1+$|^(?:19[3-9]\d|20[0-2]\d)$/u.test(pin) || GUESSED.has(pin) ? 'easy' : null;
}
