// A phone sixty days behind, one a version ahead, and servers that were put back: on the real database nothing is lost and nothing untrue is shown.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import type { KeptRow } from '#journal/act.ts';
import { judgeWaiting } from '#server/exchange.ts';
import { checkDigests } from '#server/db/digest.ts';
import { engines, freshDb, type Fresh } from '../test/databases.ts';
import { COMMUNE } from './commune.ts';
import { RealCommune, RealPhone } from './real-commune.ts';

const visit = (household: string, on: string, words = 'Mương vỡ') =>
  ({ household, on, language: 'vi', heard: [{ topic: 'road', words }], promises: [{ what: 'Sửa mương', keeper: 'h1', dueOn: '2027-03-01' }] });

describe.each(engines)('versions and histories on %s', (engine) => {
  let fresh: Fresh;
  let commune: RealCommune;
  beforeEach(async () => {
    fresh = await freshDb(engine);
    commune = await RealCommune.of(fresh.db);
  });
  afterEach(() => fresh.drop());

  /** The phone holds what the server has of these kinds, row for row. */
  async function equal(phone: RealPhone): Promise<void> {
    const { rows } = await fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<KeptRow>`select kind, id, entry, body from kept_row
      where commune_id = ${tx.commune} and not gone and (village_id = 'va' or kind = 'village' or (kind = 'person' and household_id is null)) order by kind, id`.execute(tx));
    const held = [...phone.disk.held.values()].filter((row) => !row.gone && row.kind !== 'commune').map(({ kind, id, entry, body }) => ({ kind, id, entry, body }));
    expect(held.sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1))).toEqual(rows.sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1)));
    expect(await fresh.db.inCommune(COMMUNE, 'read', checkDigests)).toEqual([]);
  }

  test('J9 J1 a phone sixty days behind, of the older build, meets a newer server that was put back meanwhile: all it wrote is in the book, its rows are the server’s', async () => {
    const phone = await RealPhone.of(commune, 'h1', 1);
    await phone.exchange();
    // Sixty days without a road: the older form of an act that has another by now among them, and one of every few days.
    const turns: number[] = [];
    for (let day = 1; day <= 60; day += 3) {
      commune.day = day;
      const on = new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10);
      turns.push(await phone.say('visit.record', visit('a1', on, `Ngày ${day}`)), await phone.say('household.amend', { household: 'a2', place: `Xóm ${day}` }));
    }
    // Meanwhile others go on, the server is upgraded and put back from a backup.
    commune.build = 2;
    for (let n = 0; n < 30; n++) await commune.desk({ kind: 'household.amend', body: { amend: { household: 'a3', place: `Cuối làng ${n}` } } });
    await commune.desk({ kind: 'member.add', body: { household: 'a1', name: 'Con út', relation: 'child', sex: null, born: '2026-12-01' } });
    await fresh.db.renewEpoch();
    expect(Object.values(phone.trusts)).toEqual(turns.map(() => 'saved'));
    await phone.exchange();
    expect(Object.values(phone.trusts)).toEqual(turns.map(() => 'booked'));
    await equal(phone);
    expect(phone.disk.held.get('household/a2')?.body).toMatchObject({ place: 'Xóm 58', spelling: 2 });
    expect(phone.disk.held.get('household/a1')?.body).toMatchObject({ members: [expect.objectContaining({ name: 'Con út' })] });
    expect(phone.doubts).toEqual([]);
  });

  test('J9 a phone a version ahead of its server: what that cannot judge is kept there and called sent, never booked; a newer server books it, in turn', async () => {
    const phone = await RealPhone.of(commune, 'h1', 2);
    await phone.exchange();
    const early = await phone.say('household.amend', { amend: { household: 'a1', place: 'Đầu suối' } });
    const late = await phone.say('member.add', { household: 'a1', name: 'Con út', relation: 'child', sex: null, born: null });
    const known = await phone.say('visit.record', visit('a1', '2026-11-23'));
    for (let round = 0; round < 2; round++) {
      await phone.exchange();
      expect(phone.trusts).toEqual({ [early]: 'sent', [late]: 'sent', [known]: 'booked' });
      // What was written stands on the screen all the while, over the rows the older server has.
      const rows = await phone.replica.rows(['household/a1']);
      expect(rows.get('household/a1')?.body).toMatchObject({ place: 'Đầu suối', members: [expect.objectContaining({ name: 'Con út' })] });
      expect(phone.disk.held.get('household/a1')?.body).toMatchObject({ place: null, members: [] });
    }
    commune.build = 2;
    expect(await judgeWaiting(fresh.db, commune.rules, COMMUNE)).toBe(2);
    await phone.exchange();
    expect(phone.trusts).toEqual({ [early]: 'booked', [late]: 'booked', [known]: 'booked' });
    await equal(phone);
    expect(phone.replica.over.size).toBe(0);
  });

  test('J9 an older phone keeps rows and fields of a newer server as they came, and decides over them', async () => {
    commune.build = 2;
    await commune.desk({ kind: 'household.amend', body: { amend: { household: 'a1', place: 'Đầu suối' } } });
    const phone = await RealPhone.of(commune, 'h1', 1);
    await phone.exchange();
    expect(phone.disk.held.get('household/a1')?.body).toMatchObject({ place: 'Đầu suối', spelling: 2 });
    await phone.say('household.amend', { household: 'a1', place: 'Cuối suối' });
    await phone.exchange();
    await equal(phone);
    expect(phone.disk.held.get('household/a1')?.body).toMatchObject({ place: 'Cuối suối', spelling: 2 });
  });

  test('J1 a server put back by hand, which nobody told: each phone that knew more finds out, says so, and says again what was lost', async () => {
    const [phone, other] = [await RealPhone.of(commune, 'h1', 1), await RealPhone.of(commune, 'w1', 1)];
    await phone.exchange();
    await other.exchange();
    const owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    const tables = ['journal', 'seat', 'act', 'kept_row', 'row_left', 'row_sum'];
    for (const table of tables) await owner.query(`create table put_back_${table} as table ${table}`);
    const lost = [await phone.say('visit.record', visit('a1', '2026-11-23', 'Trước khi mất')), await phone.say('promise.make', { household: 'a2', what: 'Xin giống', keeper: 'h1', dueOn: '2027-01-01', on: '2026-11-23' })];
    await phone.exchange();
    expect(phone.trusts).toEqual(Object.fromEntries(lost.map((turn) => [turn, 'booked'])));
    // An operator copies yesterday's files back. The epoch is the same; others go on at once and fill the same entries.
    for (const table of tables) await owner.query(`delete from ${table}; insert into ${table} select * from put_back_${table}`);
    await owner.end();
    const fresh1 = await other.say('visit.record', visit('a1', '2026-11-23', 'Người khác'));
    const fresh2 = await other.say('visit.record', visit('a2', '2026-11-23', 'Người khác'));
    await other.exchange();
    expect([other.trusts, other.doubts]).toEqual([{ [fresh1]: 'booked', [fresh2]: 'booked' }, []]);
    await phone.exchange();
    expect([phone.trusts, phone.doubts]).toEqual([Object.fromEntries(lost.map((turn) => [turn, 'booked'])), ['history']]);
    await other.exchange();
    await equal(phone);
    const words = (await fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<{ words: string }>`select body->'heard'->0->>'words' words from kept_row
      where commune_id = ${tx.commune} and kind = 'visit' order by entry`.execute(tx))).rows.map((row) => row.words);
    expect(words).toEqual(['Người khác', 'Người khác', 'Trước khi mất']);
  });

  test('J4 a request of before a restore that comes late books nothing behind its author’s back', async () => {
    const phone = await RealPhone.of(commune, 'h1', 1);
    await phone.exchange();
    const [turn] = [await phone.say('visit.record', visit('a1', '2026-11-23'))];
    await phone.exchange();
    const late = commune.pushes.at(-1)!;
    expect(late.acts.map((act) => act.turn)).toEqual([turn]);
    const owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    // Put back to before it, with the epoch that a restore gives.
    await owner.query(`delete from act where device = 'h1phone1'; update seat set last_turn = 0 where device = 'h1phone1'`);
    await owner.end();
    await fresh.db.renewEpoch();
    const answer = await commune.road('h1phone1', () => 1).push(late);
    expect([answer.history, answer.verdicts, answer.expected]).toEqual(['old', [], 1]);
    const count = await fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<{ n: number }>`select count(*)::int n from act where commune_id = ${tx.commune} and device = 'h1phone1'`.execute(tx));
    expect(count.rows[0]!.n).toBe(0);
  });

  test('a device’s clock at the sending is kept beside the server’s, as evidence', async () => {
    const phone = await RealPhone.of(commune, 'h1', 1);
    await phone.exchange();
    await phone.say('visit.record', visit('a1', '2026-11-23'));
    await phone.exchange();
    const { rows } = await fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<{ sent_at: number; received_at: number; at: number }>`select sent_at, received_at, at from act
      where commune_id = ${tx.commune} and device = 'h1phone1'`.execute(tx));
    expect(rows[0]!.sent_at).toBe(rows[0]!.received_at);
    expect(rows[0]!.at).toBeLessThanOrEqual(rows[0]!.sent_at);
  });
});
