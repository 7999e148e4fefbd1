// Empties what acts have said once nobody may keep it: words of erased households, struck words, words whose time is over.
import type pg from 'pg';
import { FADED } from '#commune/households/erased.ts';
import { isOver, overSince } from '#commune/rights/retention.ts';
import { dayAt } from '../clock.ts';
import { communeId, type Db } from './open.ts';

/*
 * The app's role cannot do this: to it the journal is append-only. The owner's connection does, and only here. What stays of an
 * act: id, device, turn, kind, version, moments, entry, verdict, hash and chain; so numbers have no gap, the chain can be
 * checked, and the same act said again is known for the same.
 */

/** Acts that say nothing about a household but which it is and who did it: they show that it was erased by two people. */
const WORDLESS = new Set(['household.erase', 'erase.ask', 'erase.confirm', 'right.told', 'record.fade', 'post.give', 'post.assign', 'post.end']);

const fieldOf = (body: unknown, name: string): unknown => (typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined);

/** The households an act's words are about: what its body names, or the household whose representative it names or renames. */
export function subjectsOf(kind: string, body: unknown, people: Pick<ReadonlyMap<string, string>, 'get'>): readonly string[] {
  if (WORDLESS.has(kind)) return [];
  const named = [fieldOf(body, 'household'), kind === 'household.register' ? fieldOf(body, 'id') : undefined];
  const person = kind === 'person.add' ? fieldOf(body, 'id') : kind.startsWith('person.') ? fieldOf(body, 'person') : undefined;
  return [...named, typeof person === 'string' ? people.get(person) : undefined].filter((one): one is string => typeof one === 'string');
}

interface Said {
  readonly device: string;
  readonly turn: number;
  readonly kind: string;
  readonly body: unknown;
}

async function within<T>(db: Db, commune: string, work: (owner: pg.Client, id: number) => Promise<T>): Promise<T> {
  const id = communeId(commune);
  return await db.asOwner(async (owner) => {
    await owner.query('begin');
    try {
      await owner.query(`set local app.commune = '${id}'`);
      const done = await work(owner, id);
      await owner.query('commit');
      return done;
    } catch (error) {
      await owner.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}

/** The body as a value; one that PostgreSQL or JSON.parse cannot take apart is nobody's. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const empty = async (owner: pg.Client, commune: number, acts: readonly Said[], now: number): Promise<number> => {
  if (acts.length === 0) return 0;
  const done = await owner.query(`update act a set body = 'null', emptied_at = $4 from unnest($2::text[], $3::bigint[]) as gone (device, turn)
    where a.commune_id = $1 and a.device = gone.device and a.turn = gone.turn and a.emptied_at is null`,
  [commune, acts.map(({ device }) => device), acts.map(({ turn }) => turn), now]);
  return done.rowCount ?? 0;
};

/**
 * Empties everything acts have said about erased households, also what came late: accepted, refused, set aside, and letters
 * in the tray. Looks at what came since it looked last. @param now ms
 * @returns how many acts were emptied
 */
export async function emptyErased(db: Db, commune: string, now: number): Promise<number> {
  return await within(db, commune, async (owner, id) => {
    const { rows: erased } = await owner.query<{ subject: string; looked_at: number }>('select subject, looked_at from erased where commune_id = $1', [id]);
    if (erased.length === 0) return 0;
    const subjects = new Set(erased.map(({ subject }) => subject));
    const people = new Map((await owner.query<{ id: string; household_id: string }>(
      `select id, household_id from kept_row where commune_id = $1 and kind = 'person' and household_id = any($2)`, [id, [...subjects]])).rows.map((row) => [row.id, row.household_id]));
    const since = Math.min(...erased.map(({ looked_at }) => looked_at));
    const names = [...subjects, ...people.keys()].map((name) => `%"${name}"%`);
    const about = (kind: string, body: unknown) => subjectsOf(kind, body, people).some((one) => subjects.has(one));
    const { rows: said } = await owner.query<{ device: string; turn: number; kind: string; text: string }>(
      `select device, turn, kind, body::text "text" from act where commune_id = $1 and emptied_at is null and received_at >= $2 and body::text like any($3)`, [id, since, names]);
    const mine = said.map(({ text, ...one }) => ({ ...one, body: valueOf(text) })).filter(({ kind, body }) => about(kind, body));
    const acts = await empty(owner, id, mine, now);
    await emptyAside(owner, id, names, about);
    // Acts of a moment ago may have been received before this looked and committed after.
    await owner.query('update erased set looked_at = $2 where commune_id = $1', [id, now - 600_000]);
    return acts;
  });
}

/** What was put aside under a taken name, and what came in letters: kept apart from the journal, so looked through whole. */
async function emptyAside(owner: pg.Client, commune: number, names: readonly string[], about: (kind: string, body: unknown) => boolean): Promise<void> {
  const { rows } = await owner.query<{ table: 'act_apart' | 'tray'; device: string; turn: number; mark: string; text: string }>(`
    select 'act_apart' "table", device, turn, tally mark, act::text "text" from act_apart where commune_id = $1 and act::text like any($2)
    union all select 'tray', device, turn, hash, act::text from tray where commune_id = $1 and act::text like any($2)`, [commune, names]);
  for (const { table, device, turn, mark, text } of rows) {
    const act = valueOf(text) as { readonly kind?: unknown; readonly body?: unknown } | null;
    if (!act || typeof act.kind !== 'string' || !about(act.kind, act.body)) continue;
    const left = JSON.stringify({ ...act, body: null });
    if (table === 'tray') await owner.query('update tray set act = $5, letter = null where commune_id = $1 and device = $2 and turn = $3 and hash = $4', [commune, device, turn, mark, left]);
    else await owner.query('update act_apart set act = $5 where commune_id = $1 and device = $2 and turn = $3 and tally = $4', [commune, device, turn, mark, left]);
  }
}

/** Takes lines of photos and recordings out of the tray, whichever phone's letter brought them. Their files are the caller's to delete. */
export async function dropTrayClips(db: Db, commune: string, clips: readonly { readonly hash: string; readonly household: string }[]): Promise<void> {
  await within(db, commune, (owner, id) => owner.query(`delete from tray_clip t using unnest($2::text[], $3::text[]) as gone (hash, household)
    where t.commune_id = $1 and t.hash = gone.hash and t.household_id = gone.household`, [id, clips.map(({ hash }) => hash), clips.map(({ household }) => household)]));
}

/**
 * Empties the acts whose words a row has lost since: visits struck when the family withdrew its consent, rows whose time is
 * over, and acts older than acts' words are kept. The rows themselves are not touched. @param today day of the commune
 * @returns how many acts were emptied
 */
export async function emptyFaded(db: Db, commune: string, now: number, today: string): Promise<number> {
  return await within(db, commune, async (owner, id) => {
    const faded = await owner.query<{ key: string }>(`
      select kind || '/' || id "key" from kept_row where commune_id = $1 and not gone and (
        (kind = 'visit' and (body->>'struckOn' is not null or body->>'on' <= $2))
        or (kind = 'promise' and body->>'what' = $3) or (kind = 'petition' and body->>'matter' = $3)
        or (kind = 'request' and body->>'closedOn' is not null and body->>'words' is null and body->>'by' is null))`,
    [id, overSince('visit-words', today), FADED]);
    const rows = new Set(faded.rows.map(({ key }) => key));
    // The row of an act that made it is named after the act: its body, the longest there is, need not be read.
    const { rows: said } = await owner.query<{ device: string; turn: number; id: string; kind: string; at: number; body: unknown }>(`
      select device, turn, id, kind, received_at "at", case when kind = any($3) then body end body
      from act where commune_id = $1 and emptied_at is null and entry is not null
        and (kind ~ '^(visit|promise|petition|right)\\.' or received_at < $2)`, [id, now - OLDEST_WHOLE_MS, NAMES_ITS_ROW]);
    const gone = said.filter(({ id: act, kind, at, body }) => {
      if (WORDLESS.has(kind)) return false;
      return isOver('said', dayAt(at), today) || keysOf(kind, act, body).some((key) => rows.has(key));
    });
    return await empty(owner, id, gone, now);
  });
}

/** Acts received later than this are younger than the term of what was said, whatever its months. */
const OLDEST_WHOLE_MS = 1_500 * 86_400_000;
const NAMES_ITS_ROW = [
  'visit.correct', 'visit.strike', 'petition.reply', 'right.answer', 'promise.claim', 'promise.confirm', 'promise.reopen', 'promise.offer',
  'promise.accept', 'promise.decline', 'promise.postpone', 'promise.withdraw', 'promise.told',
];

/** The row whose words an act has set. A visit's act also set promises and petitions, which stand in rows of their own. */
function keysOf(kind: string, act: string, body: unknown): readonly string[] {
  const own = kind.slice(0, kind.indexOf('.')) === 'right' ? 'request' : kind.slice(0, kind.indexOf('.'));
  const named = fieldOf(body, own);
  return [`${own}/${typeof named === 'string' ? named : act}`];
}
