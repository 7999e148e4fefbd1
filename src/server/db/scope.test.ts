// Row security reads the grants as the policy does: the same rows for anybody, on any day, whatever a query forgets.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Row } from '#journal/act.ts';
import { grantsOf, ROW_KINDS, sees } from '#commune/places/policy.ts';
import type { PersonRow, Post } from '#commune/places/rows.ts';
import { ROLES } from '#commune/places/rows.ts';
import { engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { openHousehold } from './clips.ts';
import { ledgerOf, openSeat } from './ledger.ts';
import { enter, type Reader, type Tx } from './open.ts';
import { grantsText } from './scope.ts';
import { readTables } from './table-catalog.ts';

const SEED = 20261123;
const C = '23538';
const TODAY = '2026-11-23';
const VILLAGES = ['v1', 'v2', 'v-1'];
/** One id is a beginning of another: a word must fit whole. */
const HOUSEHOLDS = ['h1', 'h10', 'h2', 'h-2'];

/** Every kind in every place, and no place; ids that look like parts of one another. */
function everyRow(): readonly Row[] {
  const rows: Row[] = [];
  for (const kind of [...ROW_KINDS, 'unheard-of']) {
    for (const village of [null, ...VILLAGES]) {
      for (const household of [null, ...HOUSEHOLDS]) {
        rows.push({ kind, id: `${kind}.${village ?? ''}.${household ?? ''}`, village, household, body: {} });
      }
    }
  }
  const homes = HOUSEHOLDS.map((household): Row => ({ kind: 'household', id: household, village: household === 'h2' ? 'v2' : 'v1', household, body: {} }));
  return [...rows, ...homes, { kind: 'person', id: 'me', village: null, household: null, body: {} }, { kind: 'person', id: 'you', village: 'v1', household: 'h1', body: {} }];
}

const post = (): fc.Arbitrary<Post> => fc.record({
  id: fc.constant('p'), role: fc.constantFrom(...ROLES), village: fc.constantFrom(null, ...VILLAGES), households: fc.subarray([...HOUSEHOLDS]),
  from: fc.constantFrom('2026-01-01', '2026-12-01'), until: fc.constantFrom(null, '2026-06-30'),
});
const anybody = (): fc.Arbitrary<PersonRow> => fc.record({ posts: fc.array(post(), { maxLength: 4 }), closedOn: fc.constantFrom(null, null, null, '2026-06-30') })
  .map(({ posts, closedOn }) => ({ kind: 'person', id: 'me', village: null, household: null, body: { name: 'X', posts, closedOn } }));

describe.each(engines)('what a reader’s transaction sees on %s', (engine) => {
  let fresh: Fresh;
  const rows = everyRow();
  const readerOf = (person: PersonRow): Reader => ({ commune: C, device: 'abcdefgh', grants: grantsOf(person, TODAY) });
  const officer = readerOf({ kind: 'person', id: 'me', village: null, household: null, body: { name: 'X', closedOn: null, posts: [{ id: 'p', role: 'officer', village: null, households: [], from: '2026-01-01', until: null }] } });
  const head = readerOf({ kind: 'person', id: 'me', village: null, household: null, body: { name: 'X', closedOn: null, posts: [{ id: 'p', role: 'head', village: 'v1', households: [], from: '2026-01-01', until: null }] } });

  beforeAll(async () => {
    fresh = await freshDb(engine);
    for (const commune of [C, '23541']) {
      await fresh.db.inCommune(commune, 'write', async (tx) => {
        await openSeat(tx, { device: 'abcdefgh', person: 'me', now: 1 });
        const act = { id: 'abcdefgh-1', kind: 'thing.say', v: 1, device: 'abcdefgh', turn: 1, at: 1, body: null };
        await ledgerOf(tx, 1).write('abcdefgh', [{ act, verdict: { turn: 1, entry: await ledgerOf(tx, 1).number(1), asSaid: false, on: TODAY }, puts: rows, drops: [] }], 1);
        await sql`insert into row_left (commune_id, entry, kind, id, village_id, household_id)
          select commune_id, entry, kind, id, village_id, household_id from kept_row where commune_id = ${tx.commune}`.execute(tx);
      });
    }
  });
  afterAll(() => fresh.drop());

  const shown = async (tx: Tx, table: 'kept_row' | 'row_left'): Promise<readonly string[]> =>
    (await sql<{ key: string }>`select kind || '/' || id "key" from ${sql.table(table)}`.execute(tx)).rows.map(({ key }) => key).sort();

  test('J10 a query that forgets every condition gets what the policy gives this person, and nothing of another commune', async () => {
    await fc.assert(fc.asyncProperty(anybody(), async (person) => {
      const right = rows.filter((row) => sees(person, row, TODAY)).map((row) => `${row.kind}/${row.id}`).sort();
      const got = await fresh.db.inScope(readerOf(person), 'read', async (tx) => [await shown(tx, 'kept_row'), await shown(tx, 'row_left')]);
      // Officers read every kind there is: one that the policy does not know yet is left out by the query, not by the fence.
      const known = got.map((keys) => keys!.filter((key) => !key.startsWith('unheard-of')));
      expect(known[0]).toEqual(right);
      expect(known[1]).toEqual(right);
      expect(got[0]!.length > right.length).toBe(grantsText(grantsOf(person, TODAY)) === 'all');
    }), { seed: SEED, numRuns: 120 });
  });

  test('J10 nothing set, half set or set to nonsense shows nothing', async () => {
    const counts = async (...settings: readonly string[]) => await fresh.db.inHouse(async (tx) => {
      for (const setting of settings) await sql.raw(`set local ${setting}`).execute(tx);
      return (await shown(tx, 'kept_row')).length;
    });
    expect(await counts()).toBe(0);
    expect(await counts(`app.commune = '23538'`)).toBe(0);
    expect(await counts(`app.book = '23538'`)).toBe(0);
    expect(await counts(`app.grants = 'all'`)).toBe(0);
    for (const nonsense of ['', '|', '||', 'ALL', 'all ', '|all|', '|%|', '|pers|', '|erson|', '|*|', '|@v1#h1|']) {
      expect([nonsense, await counts(`app.book = '23538'`, `app.grants = '${nonsense}'`)]).toEqual([nonsense, 0]);
    }
    await expect(fresh.db.inScope({ ...head, device: `x'; set local app.grants = 'all` }, 'read', async () => 0)).rejects.toThrow('no device');
    expect(() => grantsText([{ kinds: ['visit'], village: `v1|person`, households: null, ids: null }])).toThrow('no id of ours');
  });

  test('J10 a reader, even an officer, sees no other table and changes no row', async () => {
    const tables = (await fresh.db.inHouse(readTables)).filter(({ ofCommune, name }) => ofCommune && !['kept_row', 'row_left'].includes(name));
    expect(tables.length).toBeGreaterThan(15);
    const entry = sql`99`;
    for (const reader of [officer, head]) {
      await fresh.db.inScope(reader, 'read', async (tx) => {
        for (const { name } of tables) {
          const { rows: seen } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(tx);
          expect({ name, seen }).toEqual({ name, seen: [] });
        }
      });
      await fresh.db.inScope(reader, 'write', async (tx) => {
        const changed = await sql`update kept_row set gone = true`.execute(tx);
        expect(changed.numAffectedRows).toBe(0n);
      });
      for (const forgery of [
        sql`insert into kept_row (commune_id, kind, id, village_id, household_id, entry, body) values (23538, 'visit', 'x', 'v1', 'h1', ${entry}, '{}')`,
        sql`insert into row_left (commune_id, kind, id, village_id, household_id, entry) values (23538, 'visit', 'x', 'v1', 'h1', ${entry})`,
        sql`insert into seat (commune_id, device, person, opened_at) values (23538, 'zzzzzzzz', 'me', 1)`,
        sql`insert into journal (commune_id, last_entry) values (23538, 9)`,
      ]) await expect(fresh.db.inScope(reader, 'write', (tx) => forgery.execute(tx))).rejects.toThrow('row-level security');
    }
  });

  test('J10 photos are shown of the household that was looked up, and only where its visits may be read', async () => {
    const hash = 'a'.repeat(64);
    await fresh.db.inCommune(C, 'write', async (tx) => {
      for (const household of HOUSEHOLDS) {
        await sql`insert into clip (commune_id, hash, household_id, type, bytes, file, device, kept_at) values (${tx.commune}, ${hash}, ${household}, 'image/webp', 1, ${hash}, 'abcdefgh', 1)`.execute(tx);
      }
    });
    const clips = async (tx: Tx) => (await sql<{ household: string }>`select household_id household from clip`.execute(tx)).rows.map(({ household }) => household);
    await fresh.db.inScope(head, 'read', async (tx) => {
      expect(await clips(tx)).toEqual([]);
      expect([await openHousehold(tx, 'h1'), await clips(tx)]).toEqual([true, ['h1']]);
      expect([await openHousehold(tx, 'h2'), await clips(tx)]).toEqual([false, []]);
      expect([await openHousehold(tx, 'nothere'), await clips(tx)]).toEqual([false, []]);
      expect([await openHousehold(tx, `h1'; set local app.grants = 'all`), await clips(tx)]).toEqual([false, []]);
    });
    const part = (household: string, device: string) => sql`insert into clip_part (commune_id, hash, household_id, device, type, bytes, name, begun_at) values (23538, ${hash}, ${household}, ${device}, 'image/webp', 1, 'n', 1)`;
    await fresh.db.inScope(head, 'write', async (tx) => {
      await openHousehold(tx, 'h1');
      await part('h1', 'abcdefgh').execute(tx);
    });
    for (const [household, device] of [['h10', 'abcdefgh'], ['h1', 'zzzzzzzz']] as const) {
      await expect(fresh.db.inScope(head, 'write', async (tx) => {
        await openHousehold(tx, 'h1');
        await part(household, device).execute(tx);
      })).rejects.toThrow('row-level security');
    }
    await fresh.db.inScope({ ...head, device: 'zzzzzzzz' }, 'read', async (tx) => expect((await sql`select 1 from clip_part`.execute(tx)).rows).toEqual([]));
  });

  test('J10 the app refuses to work as a superuser or as the owner of the tables', async () => {
    await expect(enter({ ...fresh.entrance, app: fresh.entrance.owner }, { say: () => undefined })).rejects.toThrow('row security would hold it from nothing');
  });
});
