// Accounts, first slips and household cards as tables keep them: logins, digests and seals, never a secret.
import { sql } from 'kysely';
import type { Tx } from './open.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    house_login: { digest: Buffer; commune: string };
    account: { commune_id: number; person: string; login: string; seal: string | null; set_at: number | null; made_at: number };
    slip: {
      commune_id: number; digest: Buffer; person: string; made_by: string | null; made_at: number; until_at: number; used_at: number | null;
    };
    card: {
      commune_id: number; digest: Buffer; household_id: string; person: string; seal: string; made_by: string | null;
      made_at: number; voided_at: number | null;
    };
  }
}

export interface Account {
  readonly person: string;
  readonly login: string;
  /** argon2id digest; null until the first slip is used. */
  readonly seal: string | null;
}

/** Commune whose account has this login, by the login's digest. In the house. */
export async function communeOfLogin(tx: Tx, digest: Buffer): Promise<string | undefined> {
  return (await tx.selectFrom('house_login').select('commune').where('digest', '=', digest).executeTakeFirst())?.commune;
}

/** When the making of a sample commune began that was broken off: nobody can sign in there yet. In the house. */
export async function sampleBegun(tx: Tx): Promise<number | undefined> {
  const begun = await tx.selectFrom('house_commune').select('founded_at').where('sample', '=', true)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('house_login').select('digest').whereRef('house_login.commune', '=', 'house_commune.code'))))
    .executeTakeFirst();
  return begun?.founded_at;
}

export async function accountByLogin(tx: Tx, login: string): Promise<Account | undefined> {
  return await tx.selectFrom('account').select(['person', 'login', 'seal'])
    .where('commune_id', '=', tx.commune).where('login', '=', login).executeTakeFirst();
}

export async function accountOf(tx: Tx, person: string): Promise<Account | undefined> {
  return await tx.selectFrom('account').select(['person', 'login', 'seal'])
    .where('commune_id', '=', tx.commune).where('person', '=', person).executeTakeFirst();
}

/** Persons who have set a password. */
export async function sealedAccounts(tx: Tx): Promise<readonly string[]> {
  return (await tx.selectFrom('account').select('person').where('commune_id', '=', tx.commune).where('seal', 'is not', null).execute()).map(({ person }) => person);
}

export interface NewAccount {
  readonly commune: string;
  readonly person: string;
  /** Normalised. */
  readonly login: string;
  readonly digest: Buffer;
  readonly at: number;
}

/** Makes the person's account or gives it another login. False where somebody else on this server has the login. */
export async function putAccount(tx: Tx, account: NewAccount): Promise<boolean> {
  const before = await accountOf(tx, account.person);
  if (before?.login === account.login) return true;
  const taken = await tx.insertInto('house_login').values({ digest: account.digest, commune: account.commune })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) return false;
  if (before) {
    await sql`delete from house_login where digest = sha256(convert_to(${before.login}, 'UTF8'))`.execute(tx);
  }
  await tx.insertInto('account')
    .values({ commune_id: tx.commune, person: account.person, login: account.login, seal: null, set_at: null, made_at: account.at })
    .onConflict((conflict) => conflict.columns(['commune_id', 'person']).doUpdateSet({ login: account.login })).execute();
  return true;
}

export async function setSeal(tx: Tx, person: string, seal: string, at: number): Promise<void> {
  await tx.updateTable('account').set({ seal, set_at: at }).where('commune_id', '=', tx.commune).where('person', '=', person).execute();
}

export interface NewSlip {
  readonly digest: Buffer;
  readonly person: string;
  readonly at: number;
  readonly until: number;
  /** Person who gives it out; left out: the operator at the machine. */
  readonly by?: string;
}

/** Keeps a new slip; slips of the person that were not used yet stop working. */
export async function putSlip(tx: Tx, slip: NewSlip): Promise<void> {
  await tx.updateTable('slip').set({ until_at: slip.at }).where('commune_id', '=', tx.commune)
    .where('person', '=', slip.person).where('used_at', 'is', null).where('until_at', '>', slip.at).execute();
  await tx.insertInto('slip').values({
    commune_id: tx.commune, digest: slip.digest, person: slip.person, made_by: slip.by ?? null, made_at: slip.at, until_at: slip.until, used_at: null,
  }).execute();
}

/** Person of a slip that may still be used. */
export async function slipPerson(tx: Tx, digest: Buffer, at: number): Promise<string | undefined> {
  return (await tx.selectFrom('slip').select('person').where('commune_id', '=', tx.commune)
    .where('digest', '=', digest).where('used_at', 'is', null).where('until_at', '>', at).executeTakeFirst())?.person;
}

/** Uses the slip up. False where it was used meanwhile or is too old. */
export async function useSlip(tx: Tx, digest: Buffer, at: number): Promise<boolean> {
  const used = await tx.updateTable('slip').set({ used_at: at }).where('commune_id', '=', tx.commune)
    .where('digest', '=', digest).where('used_at', 'is', null).where('until_at', '>', at).executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

export interface Card {
  readonly household: string;
  readonly person: string;
  readonly seal: string;
}

export async function cardOf(tx: Tx, digest: Buffer): Promise<Card | undefined> {
  return await tx.selectFrom('card').select(['household_id as household', 'person', 'seal']).where('commune_id', '=', tx.commune)
    .where('digest', '=', digest).where('voided_at', 'is', null).executeTakeFirst();
}

/** Representatives who hold or held a card of these households, the latest of each. */
export async function cardPeople(tx: Tx, households: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.selectFrom('card').select(['household_id', 'person']).where('commune_id', '=', tx.commune)
    .where('household_id', '=', sql<string>`any(${[...households]})`).orderBy('made_at').execute();
  return new Map(rows.map((row) => [row.household_id, row.person]));
}

/** Keeps new cards, given out by a person or (left out) the machine; the earlier ones of the same households stop working. */
export async function putCards(tx: Tx, cards: readonly (Card & { readonly digest: Buffer })[], at: number, by?: string): Promise<void> {
  const households = cards.map((card) => card.household);
  await tx.updateTable('card').set({ voided_at: at }).where('commune_id', '=', tx.commune)
    .where('household_id', '=', sql<string>`any(${households})`).where('voided_at', 'is', null).execute();
  await tx.insertInto('card').values(cards.map((card) => ({
    commune_id: tx.commune, digest: card.digest, household_id: card.household, person: card.person, seal: card.seal,
    made_by: by ?? null, made_at: at, voided_at: null,
  }))).execute();
}
