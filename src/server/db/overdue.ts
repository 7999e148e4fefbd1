// What is older than it may be kept, as the tables have it: rows to fade, households to erase, cards and slips to delete.
import { sql } from 'kysely';
import { keyOf, type Row } from '#journal/act.ts';
import type { Day } from '#commune/places/rows.ts';
import { fade } from '#commune/rights/fade.ts';
import { overSince, type RetentionName } from '#commune/rights/retention.ts';
import { leftBefore } from './erase.ts';
import type { Tx } from './open.ts';

export interface Overdue {
  readonly rule: RetentionName;
  readonly household: string | null;
  readonly key: string;
}

/** Rows of which something is over today, by the rule. A household that goes as a whole is not among them. */
export async function overdueRows(tx: Tx, today: Day): Promise<readonly Overdue[]> {
  const cut = (rule: RetentionName): string => overSince(rule, today) ?? '';
  // A wide net by the days in the rows; `fade` itself decides what is over.
  const { rows } = await sql<Row>`select kind, id, village_id village, household_id household, body from kept_row
    where commune_id = ${tx.commune} and not gone and (
      (kind = 'visit' and body->>'on' <= ${cut('visit-words')})
      or (kind = 'promise' and body->>'stateOn' <= ${cut('promise-words')} and body->>'state' in ('confirmed', 'withdrawn'))
      or (kind = 'petition' and body->>'on' <= ${cut('petition-words')})
      or (kind = 'request' and body->>'closedOn' <= ${cut('request-words')})
      or (kind = 'person' and household_id is null and body->>'closedOn' <= ${cut('staff')})
      or (kind = 'household' and body->>'erasedOn' is null)) order by household_id, kind, id`.execute(tx);
  return rows.flatMap((row) => {
    const faded = fade(row, today);
    return faded ? [{ rule: faded.by, household: row.household, key: keyOf(row) }] : [];
  });
}

/** Households that left so long ago that all of theirs goes. */
export const overdueHouseholds = (tx: Tx, today: Day): Promise<readonly string[]> => leftBefore(tx, overSince('register', today) ?? '');

export interface Loose {
  readonly rule: RetentionName;
  readonly count: number;
}

const MONTH_MS = 30.44 * 86_400_000;

/** Cards that were voided, slips that are over, names of phones not seen, logins of people who left: counted, and deleted where `really`. */
export async function overdueLoose(tx: Tx, now: number, today: Day, really: boolean): Promise<readonly Loose[]> {
  const [card, slip, phone] = [now - 12 * MONTH_MS, now - MONTH_MS, now - 24 * MONTH_MS].map(Math.floor);
  const people = sql`select id from kept_row where commune_id = ${tx.commune} and kind = 'person' and body->>'closedOn' <= ${overSince('staff', today) ?? ''}`;
  const count = async (rule: RetentionName, from: ReturnType<typeof sql>, deed: ReturnType<typeof sql>): Promise<Loose> => {
    if (really) return { rule, count: Number((await deed.execute(tx)).numAffectedRows ?? 0n) };
    return { rule, count: (await sql<{ n: number }>`select count(*) n from ${from}`.execute(tx)).rows[0]!.n };
  };
  const cards = sql`card where commune_id = ${tx.commune} and voided_at < ${card}`;
  const slips = sql`slip where commune_id = ${tx.commune} and coalesce(used_at, until_at) < ${slip}`;
  const phones = sql`device where commune_id = ${tx.commune} and seen_at < ${phone} and phone_name <> '' and not desk`;
  const logins = sql`account where commune_id = ${tx.commune} and person in (${people})`;
  return [
    await count('card', cards, sql`delete from ${cards}`), await count('slip', slips, sql`delete from ${slips}`),
    await count('phone', phones, sql`update device set phone_name = '' where commune_id = ${tx.commune} and seen_at < ${phone} and phone_name <> '' and not desk`),
    await count('staff', logins, sql`delete from ${logins}`),
  ].filter((one) => one.count > 0);
}

export interface RetentionRun {
  /** ms. */
  readonly at: number;
  /** How many things went under which rule. */
  readonly went: Readonly<Record<string, number>>;
}

/** The runs of the retention job that took something away, the latest first. */
export async function retentionRuns(tx: Tx): Promise<readonly RetentionRun[]> {
  const rows = await tx.selectFrom('audit').select(['at', 'about']).where('commune_id', '=', tx.commune).where('what', '=', 'retention.ran').orderBy('n', 'desc').limit(60).execute();
  return rows.map(({ at, about }) => ({ at, went: about['went'] as Readonly<Record<string, number>> }));
}
