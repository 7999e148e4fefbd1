// What stands in the database, asked past the server, and held against what phones were told: nothing lost, nothing doubled, no gap.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { KeptAct } from '#journal/ports.ts';
import { pgdataOf } from './server-process.ts';

/** An act that a phone was told stands in the book. */
export interface Told {
  readonly device: string;
  readonly turn: number;
  readonly id: string;
  readonly entry: number;
}

/** Booked in the server's present life: what a restored server has not heard of again is no promise of its own. */
export const toldOf = (device: string, acts: Iterable<KeptAct>): readonly Told[] => [...acts].flatMap(({ act, verdict }) =>
  (verdict && 'entry' in verdict ? [{ device, turn: act.turn, id: act.id, entry: verdict.entry }] : []));

/** As the owner of the embedded database of a data folder, by its socket. The caller ends it. */
export async function connectPast(dataDir: string): Promise<pg.Client> {
  const file = join(pgdataOf(dataDir), 'postmaster.pid');
  if (!existsSync(file)) throw new Error('the database does not run');
  const client = new pg.Client({ host: readFileSync(file, 'utf8').split('\n')[4]!.trim(), port: 5432, user: 'nha_rong', database: 'nha_rong' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Those of the acts that are not in the book, or stand there under another entry. */
export async function lostOf(client: pg.Client, told: readonly Told[]): Promise<readonly string[]> {
  if (told.length === 0) return [];
  const { rows } = await client.query<{ id: string; entry: string; stands: string | null }>(`select t.id, t.entry, a.entry stands
    from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]) as t (device, turn, id, entry)
      left join act a on a.device = t.device and a.turn = t.turn and a.id = t.id
    where a.entry is distinct from t.entry`, [told.map(({ device }) => device), told.map(({ turn }) => turn), told.map(({ id }) => id), told.map(({ entry }) => entry)]);
  return rows.map(({ id, entry, stands }) => `${id} was told entry ${entry} and stands ${stands === null ? 'nowhere' : `as ${stands}`}`);
}

/**
 * Words of LivePhone are said once: those that stand in two acts, or in two promises, were doubled. Entries are 1, 2, 3 …
 * in every commune.
 */
export async function doubledOrGone(client: pg.Client): Promise<readonly string[]> {
  const wrong: string[] = [];
  const twice = await client.query<{ words: string; n: string }>(`select words, count(*) n from (
      select coalesce(body->>'what', body->'heard'->0->>'words') words from act where entry is not null and kind in ('visit.record', 'promise.make')) a
    where words is not null group by words having count(*) > 1`);
  for (const { words, n } of twice.rows) wrong.push(`“${words}” stands ${n} times in the journal`);
  const rows = await client.query<{ words: string; n: string }>(`select body->>'what' words, count(*) n from kept_row where kind = 'promise' group by 1 having count(*) > 1`);
  for (const { words, n } of rows.rows) wrong.push(`the promise “${words}” stands ${n} times`);
  const gaps = await client.query<{ commune_id: number }>(`select j.commune_id from journal j left join act a on a.commune_id = j.commune_id and a.entry is not null
    group by j.commune_id, j.last_entry having count(a.entry) <> j.last_entry or count(distinct a.entry) <> j.last_entry or coalesce(max(a.entry), 0) <> j.last_entry`);
  for (const { commune_id } of gaps.rows) wrong.push(`the entries of commune ${commune_id} have a gap`);
  return wrong;
}

/** Acts that stand in no verdict a phone has: of each device those saved, and neither booked nor refused with a reason. */
export async function unsettled(client: pg.Client, device: string, saved: ReadonlyMap<number, KeptAct>, kept: readonly KeptAct[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ turn: string; id: string }>('select turn, id from act where device = $1 and (entry is not null or not waits)', [device]);
  const there = new Map(rows.map(({ turn, id }) => [Number(turn), id]));
  const refused = new Set(kept.filter(({ verdict }) => verdict !== null && 'refusal' in verdict).map(({ act }) => act.turn));
  return [...saved].filter(([turn, { act }]) => there.get(turn) !== act.id && !refused.has(turn)).map(([, { act }]) => `${act.id} was called saved and is not in the book`);
}
