// Passwords, PINs, tokens and codes: made by chance, kept only as digests.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/**
 * OWASP's second argon2id setting (19 MiB, 2 passes). Two at a time keep a small machine below 40 MiB
 * for this and leave a core to the phones that are not signing in.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
/** People waiting for a check; more than this and the door says it is busy. */
const MOST_WAITING = 200;

let running = 0;
const waiting: (() => void)[] = [];

export class TooManyChecks extends Error {}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new TooManyChecks('too many passwords at once');
    await new Promise<void>((go) => waiting.push(go));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** argon2id digest of a password or PIN, with its own salt. Throws TooManyChecks. */
export const sealSecret = (secret: string): Promise<string> => inTurn(() => hash(secret.normalize('NFC'), COST));

let decoy: Promise<string> | undefined;

/**
 * Whether the secret is the one sealed. With no seal it works just as long and answers false, so that
 * an unknown name cannot be told from a wrong password by the time it takes.
 */
export async function matches(seal: string | null | undefined, secret: string): Promise<boolean> {
  decoy ??= sealSecret(randomBytes(16).toString('hex'));
  const against = seal ?? (await decoy);
  const right = await inTurn(() => verify(against, secret.normalize('NFC')));
  return right && typeof seal === 'string';
}

/** A token nobody can guess: `<commune>.<256 bits>`, so that a request names its commune. */
export const newToken = (commune: string): string => `${commune}.${randomBytes(32).toString('base64url')}`;

/** What is kept of a token or code. They are long and random: no salt or slow hash is needed. */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Letters that are not mistaken for one another on paper. */
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const DEVICE_LETTERS = 'abcdefghijkmnpqrstuvwxyz';

const pick = (letters: string, count: number): string =>
  Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');

/** Code of a slip or card as printed: `23538.K7M2-9QXP-4TRB`, 58 bits, typed by hand where the camera fails. */
export const newCode = (commune: string): string =>
  `${commune}.${pick(CODE_LETTERS, 4)}-${pick(CODE_LETTERS, 4)}-${pick(CODE_LETTERS, 4)}`;

/** A printed code as people type it: spaces, small letters, missing dashes. Null where it cannot be one. */
export function readCode(typed: string): { readonly commune: string; readonly code: string } | null {
  const parts = /^(\d{5})[.\s-]?([0-9A-Z]{12})$/.exec(typed.toUpperCase().replace(/[\s-]/g, ''));
  if (!parts) return null;
  const [, commune, letters] = parts as unknown as [string, string, string];
  return { commune, code: `${commune}.${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}` };
}

export const newPin = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Name of a device: 8 letters, unique within its commune by the table's key. */
export const newDevice = (): string => pick(DEVICE_LETTERS, 8);
export const isDevice = (name: unknown): name is string => typeof name === 'string' && /^[a-z]{8}$/.test(name);

export const newName = (): string => randomBytes(16).toString('hex');
