// Founds a commune: its row, its first officer, its villages and the officer's account, all or none.
import type { Json } from '#journal/act.ts';
import { sayAll, type Saying } from './desk.ts';
import { dayAt } from './clock.ts';
import { putAccount, setSeal } from './db/accounts.ts';
import { addCommune } from './db/communes.ts';
import type { Db } from './db/open.ts';
import { digest, newName, sealSecret } from './secrets.ts';

export interface Founding {
  /** Code, name and province of the General Statistics Office's list. */
  readonly commune: { readonly code: string; readonly name: string; readonly province: string };
  readonly villages: readonly { readonly name: string; readonly languages: readonly string[] }[];
  readonly officer: { readonly name: string; readonly login: string; readonly password: string };
}

/** The commune stands on this server already, or the login is taken. */
export class CannotFound extends Error {
  readonly why: 'known' | 'login';
  constructor(why: 'known' | 'login') {
    super(why);
    this.why = why;
  }
}

/**
 * Founds the commune in one transaction.
 * @param founding the login is normalised (login.ts) and the password good enough
 * @returns id of the officer
 * @throws CannotFound; DeskRefused where a name breaks the rules
 */
export async function foundCommune(db: Db, founding: Founding, now: number): Promise<string> {
  const { commune, officer } = founding;
  const seal = await sealSecret(officer.password);
  const person = newName().slice(0, 12);
  await db.inCommune(commune.code, 'write', async (tx) => {
    if (!(await addCommune(tx, { code: commune.code, name: commune.name, sample: false, now }))) throw new CannotFound('known');
    await sayAll(tx, commune.code, person, sayings(founding, person, now), now);
    if (!(await putAccount(tx, { commune: commune.code, person, login: officer.login, digest: digest(officer.login), at: now }))) throw new CannotFound('login');
    await setSeal(tx, person, seal, now);
  });
  return person;
}

/** The officer founds the commune, gives themselves the first post, and adds the villages. */
function sayings({ commune, officer, villages }: Founding, person: string, now: number): readonly Saying[] {
  return [
    { kind: 'commune.found', body: { code: commune.code, name: commune.name, province: commune.province, sample: false } },
    { kind: 'person.add', body: { id: person, name: officer.name } },
    { kind: 'post.give', body: { person, role: 'officer', village: null, households: [], from: dayAt(now), until: null } },
    ...villages.map(({ name, languages }, i): Saying => ({ kind: 'village.add', body: { id: `v${i + 1}`, name, languages: [...languages] } as Json })),
  ];
}
