// A copy of people's data leaves the book before the eyes of two officers: the second one says who they are at the first one's screen.
import type { PersonRow } from '#commune/places/rows.ts';
import { accountByLogin, sealedAccounts } from '../../db/accounts.ts';
import { readKept } from '../../db/ledger.ts';
import { normalLogin } from '../../login.ts';
import { matches } from '../../secrets.ts';
import type { House } from '../house.ts';
import type { Members } from '../json.ts';
import type { Failures } from '../noting.ts';
import { Problem } from '../problem.ts';
import { loginTries, tried } from '../tries.ts';
import { isOfficer, type Who } from '../who.ts';

/** What the second officer has typed. */
export interface Second {
  readonly login: string;
  readonly password: string;
}

export const secondIn = (body: Members): Second => ({ login: body.secret('login'), password: body.secret('password') });

/**
 * The second officer's person; null where the commune has no other officer who can sign in, and one must do. Rule 14 of
 * docs/RIGHTS-CHECKLIST.md. Tries are counted with those of signing in.
 * @throws Problem 403 export.second-needed, where nobody said who they are · 403 export.second-wrong, whatever is wrong with it · 429 sign-in.wait
 */
export async function secondOfficer(house: House, failed: Failures, who: Who, said: Second | null): Promise<string | null> {
  const others = await otherOfficers(house, who);
  if (others.size === 0) return null;
  if (said === null) throw new Problem(403, 'export.second-needed');
  const login = normalLogin(said.login);
  let second: string | undefined;
  await tried(house, loginTries(login ?? said.login.slice(0, 100)), async () => {
    const account = await house.db.inCommune(who.commune, 'read', (tx) => accountByLogin(tx, login ?? ''));
    const right = await matches(account?.seal, said.password);
    if (!right) failed.count(who.commune, account?.person ?? null);
    second = account?.person;
    return right && others.has(account!.person);
  }, () => new Problem(403, 'export.second-wrong'));
  return second!;
}

/** Other people with a password who are officers today. */
async function otherOfficers(house: House, { commune, person, today }: Who): Promise<ReadonlySet<string>> {
  return await house.db.inCommune(commune, 'read', async (tx) => {
    const ids = (await sealedAccounts(tx)).filter((id) => id !== person);
    const rows = [...(await readKept(tx, ids.map((id) => `person/${id}` as const))).values()].filter((row) => row.gone !== true) as unknown as readonly PersonRow[];
    return new Set(rows.filter((row) => isOfficer({ row, today })).map(({ id }) => id));
  });
}
