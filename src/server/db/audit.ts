// The audit: who read whose data and what was done besides acts, in a chain that shows every line changed or taken away.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Json } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import type { Tx } from './open.ts';
import type { JsonText } from './tables.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    audit: {
      commune_id: number; n: number; at: number; deed: boolean; what: string; person: string | null; device: string | null;
      about: JsonText<About>; hash: string;
    };
    audit_head: { commune_id: number; n: number; hash: string; base_n: number; base_hash: string };
  }
}

/** Ids, counts and codes. No names, no free text: the audit outlives what it tells of. */
export type About = Readonly<Record<string, Json>>;

interface Doing {
  /** ms since 1970. */
  readonly at: number;
  /** Whoever did it; null: the operator at the machine, or nobody known. */
  readonly person: string | null;
  readonly device: string | null;
  /** kebab-case with dots: `rows`, `clip`, `export.register`, `sign-in.failed`. */
  readonly what: string;
  readonly about?: About;
}

export interface Read extends Doing {
  /** Whose data; null: of many, as the scope in `about` says. */
  readonly households: readonly string[] | null;
  /** How many rows went out; null: the road broke amid them. */
  readonly rows: number | null;
}

/** More ids than this say no more than the scope does, and swell the book. */
export const MOST_HOUSEHOLDS = 200;

/** Notes that somebody read personal data. In a transaction 'note' or 'write'. */
export async function noteRead(tx: Tx, read: Read): Promise<void> {
  const { households, rows } = read;
  const few = households !== null && households.length <= MOST_HOUSEHOLDS ? [...households] : null;
  await note(tx, false, { ...read, about: { ...read.about, households: few, rows } });
}

/** Notes what somebody did that is no act of the journal. In a transaction 'note' or 'write'. */
export async function noteDeed(tx: Tx, deed: Doing): Promise<void> {
  await note(tx, true, deed);
}

/** What the hash of a line covers, after the hash of the line before it. */
const textOf = (deed: boolean, { at, what, person, device, about = {} }: Doing): string => canonical({ at, deed, what, person, device, about });

/** One statement: the head's row is locked by it, so lines of one commune stand in one order whoever writes. */
async function note(tx: Tx, deed: boolean, doing: Doing): Promise<void> {
  const { at, what, person, device, about = {} } = doing;
  const line = sql`with head as (select n, hash from audit_head where commune_id = ${tx.commune} for update),
    noted as (insert into audit (commune_id, n, at, deed, what, person, device, about, hash)
      select ${tx.commune}, n + 1, ${at}, ${deed}, ${what}, ${person}, ${device}, ${canonical(about)}::json,
        encode(sha256(convert_to(hash || ' ' || (n + 1)::text || ' ' || ${textOf(deed, doing)}, 'UTF8')), 'hex') from head
      returning n, hash)
    update audit_head h set n = noted.n, hash = noted.hash from noted where h.commune_id = ${tx.commune}`;
  if (((await line.execute(tx)).numAffectedRows ?? 0n) > 0n) return;
  await sql`insert into audit_head (commune_id, n, hash, base_n, base_hash) values (${tx.commune}, 0, '', 0, '') on conflict do nothing`.execute(tx);
  await line.execute(tx);
}

export interface Line {
  readonly n: number;
  readonly at: number;
  readonly deed: boolean;
  readonly what: string;
  readonly person: string | null;
  readonly device: string | null;
  readonly about: About;
}

type Chained = Line & { readonly hash: string };

const hashOf = (before: string, line: Line): string => createHash('sha256').update(`${before} ${line.n} ${textOf(line.deed, line)}`).digest('hex');

export interface Head {
  readonly n: number;
  readonly hash: string;
}

export interface Verified {
  readonly head: Head;
  /** Lines looked at. */
  readonly lines: number;
  /** The first line that is not as it was written, or not there; null: the chain is whole. */
  readonly broken: { readonly n: number; readonly why: 'changed' | 'missing' } | null;
}

const BATCH = 2_000;

/**
 * Walks the whole chain of the commune. @param anchors heads noted elsewhere (jobs/watch-audit.ts): a chain made anew from
 * its beginning holds together, but not with them.
 */
export async function verifyAudit(tx: Tx, anchors: readonly Head[] = []): Promise<Verified> {
  const head = await tx.selectFrom('audit_head').selectAll().where('commune_id', '=', tx.commune).executeTakeFirst();
  let before: Head = { n: head?.base_n ?? 0, hash: head?.base_hash ?? '' };
  const stands: Head = { n: head?.n ?? 0, hash: head?.hash ?? '' };
  const known = new Map(anchors.map((one) => [one.n, one.hash]));
  const first = before.n;
  const verdict = (n: number, why: 'changed' | 'missing'): Verified => ({ head: stands, lines: before.n - first, broken: { n, why } });
  for (;;) {
    const lines = await readLines(tx, before.n, BATCH);
    for (const line of lines) {
      if (line.n !== before.n + 1) return verdict(before.n + 1, 'missing');
      if (hashOf(before.hash, line) !== line.hash || (known.get(line.n) ?? line.hash) !== line.hash) return verdict(line.n, 'changed');
      before = line;
    }
    if (lines.length < BATCH) break;
  }
  const furthest = Math.max(stands.n, ...known.keys());
  if (before.n < furthest) return verdict(before.n + 1, 'missing');
  return before.hash === stands.hash ? { head: stands, lines: before.n - first, broken: null } : verdict(before.n, 'changed');
}

async function readLines(tx: Tx, after: number, limit: number): Promise<readonly Chained[]> {
  return await tx.selectFrom('audit').select(['n', 'at', 'deed', 'what', 'person', 'device', 'about', 'hash']).where('commune_id', '=', tx.commune)
    .where('n', '>', after).orderBy('n').limit(limit).execute();
}

export interface Wanted {
  /** ms: from this moment … */
  readonly from: number;
  /** … to before this one. */
  readonly until: number;
  /** Lines before this number only; null: the latest. */
  readonly before: number | null;
  /** What touches this household only. */
  readonly household?: string;
}

/** Lines of a stretch of time, the latest first. */
export async function readAudit(tx: Tx, wanted: Wanted, limit: number): Promise<readonly Line[]> {
  const { from, until, before, household } = wanted;
  return await tx.selectFrom('audit').select(['n', 'at', 'deed', 'what', 'person', 'device', 'about']).where('commune_id', '=', tx.commune)
    .where('at', '>=', from).where('at', '<', until)
    .$if(before !== null, (query) => query.where('n', '<', before!))
    .$if(household !== undefined, (query) => query.where(sql<boolean>`(about::jsonb -> 'households') ? ${household}`))
    .orderBy('n', 'desc').limit(limit).execute();
}

/** How long a line stands; the policy `audit_old` lets none go earlier. */
export const AUDIT_KEPT_MS = 731 * 86_400_000;

/** Drops the beginning of the chain whose time is over, and notes where it begins now. Answers how many lines went. */
export async function dropOldAudit(tx: Tx, now: number): Promise<number> {
  const { rows } = await sql<{ n: number; hash: string }>`select n, hash from audit where commune_id = ${tx.commune}
      and n < (select min(n) from audit where commune_id = ${tx.commune} and at >= ${now - AUDIT_KEPT_MS}) order by n desc limit 1`.execute(tx);
  const last = rows[0];
  if (!last) return 0;
  const gone = await tx.deleteFrom('audit').where('commune_id', '=', tx.commune).where('n', '<=', last.n).executeTakeFirst();
  await tx.updateTable('audit_head').set({ base_n: last.n, base_hash: last.hash }).where('commune_id', '=', tx.commune).execute();
  return Number(gone.numDeletedRows);
}
