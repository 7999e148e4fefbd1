// Tries at a secret: each is counted before the secret is looked at, and whoever was wrong too often waits.
import { accountOf, type Account } from '../db/accounts.ts';
import { countTry, forgiveTries } from '../db/attempts.ts';
import { digest, matches } from '../secrets.ts';
import type { House } from './house.ts';
import type { Failures } from './noting.ts';
import { Problem } from './problem.ts';
import type { Who } from './who.ts';

/** @param ms until the next try */
export function waitFor(ms: number): Problem {
  const seconds = Math.ceil(ms / 1000);
  return new Problem(429, 'sign-in.wait', { seconds }, seconds);
}

/** Tries of one login are counted under one name, at whichever door it is tried. */
export const loginTries = (login: string): string => `login ${login}`;

/**
 * Counts the try first and looks at the secret afterwards; a right secret clears the count.
 * @param name what is tried: `loginTries`, or a card
 * @throws Problem 429 sign-in.wait, or what `wrong` makes
 */
export async function tried(house: House, name: string, look: () => Promise<boolean>, wrong: () => Problem): Promise<void> {
  const key = digest(name);
  const wait = await house.db.inHouse((tx) => countTry(tx, key, house.clock()));
  if (wait > 0) throw waitFor(wait);
  if (!(await look())) throw wrong();
  await house.db.inHouse((tx) => forgiveTries(tx, key));
}

/**
 * The own password of somebody who is signed in: a desk left open is not enough for what would outlast it. Tries are
 * counted with those of signing in, and wrong ones noted like those.
 * @throws Problem 403 password.wrong, also for somebody without a password; 429 sign-in.wait
 */
export async function askPassword(house: House, failed: Failures, { commune, person }: Pick<Who, 'commune' | 'person'>, password: string): Promise<Account> {
  const account = await house.db.inCommune(commune, 'read', (tx) => accountOf(tx, person));
  await tried(house, loginTries(account?.login ?? person), async () => {
    const right = await matches(account?.seal, password);
    if (!right) failed.count(commune, person);
    return right;
  }, () => new Problem(403, 'password.wrong'));
  return account!;
}
