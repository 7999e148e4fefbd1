// The board's counts out of the rows, and the releases that stand: the only tables the public pages read.
import { sql } from 'kysely';
import type { Snapshots, VillageRelease } from '#commune/board/board.ts';
import type { Snapshot } from '#commune/board/release.ts';
import type { StandingOf } from '#commune/board/merged.ts';
import { heardCell, monthCell, monthsUpTo, promiseCell, type PromiseCell } from '#commune/board/cells.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Topic } from '#commune/visits/rows.ts';
import type { Tx } from './open.ts';
import type { JsonText } from './tables.ts';

declare module './tables.ts' {
  interface Tables {
    board_release: { commune_id: number; village_id: string; release: JsonText<VillageRelease> };
    board_state: { commune_id: number; entry: number; day: string };
    board_past: { commune_id: number; village_id: string; part: string; n: number; day: string; cells: JsonText<Snapshot> };
  }
}

/** Parts of households by village: village -> cell -> household -> number. */
export type VillageParts = Map<string, Record<string, Record<string, number>>>;

/** How many entries the commune's journal has, and how far the board has looked. */
export async function boardState(tx: Tx): Promise<{ readonly entries: number; readonly seen: { readonly entry: number; readonly day: Day } | undefined }> {
  const journal = await tx.selectFrom('journal').select('last_entry').where('commune_id', '=', tx.commune).executeTakeFirst();
  const seen = await tx.selectFrom('board_state').select(['entry', 'day']).where('commune_id', '=', tx.commune).executeTakeFirst();
  return { entries: journal?.last_entry ?? 0, seen };
}

export async function readReleases(tx: Tx): Promise<ReadonlyMap<string, VillageRelease>> {
  const rows = await tx.selectFrom('board_release').select(['village_id', 'release']).where('commune_id', '=', tx.commune).execute();
  return new Map(rows.map((row) => [row.village_id, row.release]));
}

/** Every table of the village that ever stood, by group of cells, the oldest first. */
export async function readPast(tx: Tx, village: string): Promise<Snapshots> {
  const rows = await tx.selectFrom('board_past').select(['part', 'cells']).where('commune_id', '=', tx.commune).where('village_id', '=', village).orderBy('part').orderBy('n').execute();
  const past: Record<string, Snapshot[]> = {};
  for (const { part, cells } of rows) (past[part] ??= []).push(cells);
  return past;
}

/** Remembers tables that stand from that day on. */
export async function addPast(tx: Tx, village: string, tables: Snapshots, day: Day): Promise<void> {
  for (const [part, cells] of Object.entries(tables).flatMap(([name, all]) => all.map((one) => [name, one] as const))) {
    await sql`insert into board_past (commune_id, village_id, part, n, day, cells)
      select ${tx.commune}, ${village}, ${part}, coalesce(max(n), 0) + 1, ${day}, ${JSON.stringify(cells)}::json from board_past
      where commune_id = ${tx.commune} and village_id = ${village} and part = ${part}`.execute(tx);
  }
}

export async function writeReleases(tx: Tx, releases: ReadonlyMap<string, VillageRelease>, entry: number, day: Day): Promise<void> {
  for (const [village, release] of releases) {
    await tx.insertInto('board_release').values({ commune_id: tx.commune, village_id: village, release: JSON.stringify(release) })
      .onConflict((conflict) => conflict.columns(['commune_id', 'village_id']).doUpdateSet({ release: JSON.stringify(release) })).execute();
  }
  await tx.insertInto('board_state').values({ commune_id: tx.commune, entry, day })
    .onConflict((conflict) => conflict.column('commune_id').doUpdateSet({ entry, day })).execute();
}

interface Counted {
  readonly village_id: string;
  readonly household_id: string;
  readonly cell: string;
  readonly count: number;
}

/** Counts every cell of every village as it is now, and the days confirmed promises took. */
export async function countParts(tx: Tx, today: Day): Promise<{ readonly parts: VillageParts; readonly days: ReadonlyMap<string, readonly number[]>; readonly merged: StandingOf }> {
  const parts: VillageParts = new Map();
  const merged = await readMerged(tx);
  const add = (rows: readonly Counted[], name: (cell: string) => string): void => {
    for (const row of rows) {
      const village = parts.get(row.village_id) ?? {};
      parts.set(row.village_id, village);
      const cell = (village[name(row.cell)] ??= {});
      const household = merged.get(row.household_id) ?? row.household_id;
      cell[household] = (cell[household] ?? 0) + row.count;
    }
  };
  add(await countPromises(tx, today), (cell) => promiseCell(cell as PromiseCell));
  const months = monthsUpTo(today);
  add(await countVisits(tx, `${months[0]!}-01`), (cell) => monthCell(cell));
  const year = today.slice(0, 4);
  add(await countHeard(tx, year), (cell) => heardCell(year, cell as Topic));
  return { parts, days: await daysTaken(tx), merged };
}

/** Households that were found to be one with another: counted as that one. */
async function readMerged(tx: Tx): Promise<StandingOf> {
  const { rows } = await sql<{ id: string; into: string }>`select id, body->>'mergedInto' as into
    from kept_row where commune_id = ${tx.commune} and kind = 'household' and not gone and body->>'mergedInto' is not null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.into]));
}

const countPromises = async (tx: Tx, today: Day): Promise<readonly Counted[]> =>
  (await sql<Counted>`
    select village_id, household_id, cell, count(*) as count from (
      select village_id, household_id,
        case when body->>'state' = 'open' and body->>'dueOn' < ${today} then 'overdue' else body->>'state' end as cell
      from kept_row where commune_id = ${tx.commune} and kind = 'promise' and not gone and village_id is not null and household_id is not null
    ) as promises group by village_id, household_id, cell`.execute(tx)).rows;

const countVisits = async (tx: Tx, from: Day): Promise<readonly Counted[]> =>
  (await sql<Counted>`
    select village_id, household_id, substr(body->>'on', 1, 7) as cell, count(*) as count
    from kept_row where commune_id = ${tx.commune} and kind = 'visit' and not gone and village_id is not null and household_id is not null
      and body->>'on' >= ${from}
    group by village_id, household_id, substr(body->>'on', 1, 7)`.execute(tx)).rows;

const countHeard = async (tx: Tx, year: string): Promise<readonly Counted[]> =>
  (await sql<Counted>`
    select village_id, household_id, heard->>'topic' as cell, count(*) as count
    from kept_row, json_array_elements(body->'heard') as heard
    where commune_id = ${tx.commune} and kind = 'visit' and not gone and village_id is not null and household_id is not null
      and substr(body->>'on', 1, 4) = ${year}
    group by village_id, household_id, heard->>'topic'`.execute(tx)).rows;

async function daysTaken(tx: Tx): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await sql<{ village_id: string; days: number[] }>`
    select village_id, array_agg((body->>'stateOn')::date - (body->>'madeOn')::date) as days
    from kept_row where commune_id = ${tx.commune} and kind = 'promise' and not gone and village_id is not null and body->>'state' = 'confirmed'
    group by village_id`.execute(tx);
  return new Map(rows.map((row) => [row.village_id, row.days]));
}

export interface PublicPlaces {
  readonly commune: { readonly code: string; readonly name: string; readonly province: string; readonly sample: boolean };
  readonly villages: readonly { readonly id: string; readonly name: string }[];
}

/** Names of a commune and its open villages, or undefined where no such commune is kept here. */
export async function readPlaces(tx: Tx): Promise<PublicPlaces | undefined> {
  const { rows } = await sql<{ kind: string; id: string; body: { code: string; name: string; province: string; sample: boolean; closedOn?: string | null } }>`
    select kind, id, body from kept_row where commune_id = ${tx.commune} and kind in ('commune', 'village') and not gone`.execute(tx);
  const commune = rows.find((row) => row.kind === 'commune')?.body;
  if (!commune) return undefined;
  const villages = rows.filter((row) => row.kind === 'village' && !row.body.closedOn).map((row) => ({ id: row.id, name: row.body.name }));
  return { commune: { code: commune.code, name: commune.name, province: commune.province, sample: commune.sample }, villages };
}

/** Communes kept on this server. */
export const readCommunes = async (tx: Tx): Promise<readonly { readonly code: string; readonly name: string; readonly sample: boolean }[]> =>
  await tx.selectFrom('house_commune').select(['code', 'name', 'sample']).orderBy('name').execute();
