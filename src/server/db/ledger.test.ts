// The ledger keeps its contract on the PostgreSQL we ship and on the system's; what PostgreSQL adds to it is tried below.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Act } from '#journal/act.ts';
import { ledgerCases, type LedgerHouse } from '#journal/ledger.contract.ts';
import { engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { addCommune, listCommunes } from './communes.ts';
import { ledgerOf, lastEntry, openSeat } from './ledger.ts';
import type { Tx } from './open.ts';

/** Every case gets communes of its own in one database: quicker than a database each, and none may see another's. */
let cases = 0;

function houseOn({ db }: Fresh): LedgerHouse {
  let now = 1_000;
  const shift = (cases += 1) * 1_000_000;
  const ours = (commune: string): string => String(Number(commune) + shift);
  return {
    openSeat: (commune, device, person) => db.inCommune(ours(commune), 'write', (tx) => openSeat(tx, { device, person, now })),
    transact: (commune, work) => db.inCommune(ours(commune), 'write', (tx) => work(ledgerOf(tx, now++))),
    left: (commune) => db.inCommune(ours(commune), 'read', async (tx) =>
      (await tx.selectFrom('row_left').selectAll().where('commune_id', '=', tx.commune).orderBy('entry').execute())
        .map(({ entry, kind, id, village_id: village, household_id: household }) => ({ entry, kind, id, village, household }))),
    apart: (commune) => db.inCommune(ours(commune), 'read', async (tx) =>
      (await tx.selectFrom('act_apart').select('act').where('commune_id', '=', tx.commune).orderBy('received_at').execute()).map(({ act }) => act as Act)),
    close: async () => undefined,
  };
}

describe.each(engines)('ledger on %s', (engine) => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshDb(engine);
  });
  afterAll(() => fresh.drop());
  for (const one of ledgerCases) test(one.title, () => one.run(houseOn(fresh)));
});

describe.each(engines)('the door to the database on %s', (engine) => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshDb(engine);
  });
  afterAll(() => fresh.drop());

  test('J8 a reader sees one moment and cannot write', async () => {
    await fresh.db.inCommune('23538', 'write', (tx) => openSeat(tx, { device: 'abcdefgh', person: 'p1', now: 1 }));
    const write = (turn: number) => async (tx: Tx) => {
      const ledger = ledgerOf(tx, 1);
      const act = { id: `abcdefgh-${turn}`, kind: 'thing.say', v: 1, device: 'abcdefgh', turn, at: 1, body: turn };
      await ledger.write('abcdefgh', [{ act, verdict: { turn, entry: await ledger.number(1), asSaid: false, on: '2026-11-23' }, puts: [], drops: [] }], turn);
    };
    await expect(fresh.db.inCommune('23538', 'read', write(1))).rejects.toThrow('read-only transaction');
    await fresh.db.inCommune('23538', 'read', async (tx) => {
      expect(await lastEntry(tx)).toBe(0);
      await fresh.db.inCommune('23538', 'write', write(1));
      expect(await lastEntry(tx)).toBe(0);
    });
    expect(await fresh.db.inCommune('23538', 'read', lastEntry)).toBe(1);
  });

  test('a commune is named by digits only: nothing else reaches SQL', async () => {
    for (const bad of ['', '1; drop table act', "1'", '-1', '1.5', '12345678901', 'ⅷ']) {
      await expect(fresh.db.inCommune(bad, 'read', async () => 1)).rejects.toThrow('is no commune code');
    }
  });

  test('the house keeps the list of communes, and knows no commune itself', async () => {
    const one = { code: '23538', name: 'Xã Thử', sample: true };
    expect(await fresh.db.inHouse((tx) => addCommune(tx, { ...one, now: 1 }))).toBe(true);
    expect(await fresh.db.inHouse((tx) => addCommune(tx, { ...one, now: 2 }))).toBe(false);
    expect(await fresh.db.inHouse(listCommunes)).toEqual([one]);
    await expect(fresh.db.inHouse(async (tx) => tx.commune)).rejects.toThrow('belongs to the house');
  });

  test('whole numbers come as numbers, days as text', async () => {
    const { sql } = await import('kysely');
    const { rows } = await fresh.db.inHouse((tx) => sql`select 9007199254740991::bigint a, sum(x) b, date '2026-02-28' c, count(*) d from generate_series(1, 4) x`.execute(tx));
    expect(rows).toEqual([{ a: 9007199254740991, b: 10, c: '2026-02-28', d: 4 }]);
    await expect(fresh.db.inHouse((tx) => sql`select 9007199254740993::bigint a`.execute(tx))).rejects.toThrow('too large to be counted exactly');
  });
});
