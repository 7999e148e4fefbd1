// A family entered twice, over HTTP and in the tables: whoever works for either reads both while they are one, and the board counts one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../../../test/databases.ts';
import { COMMUNE, found, openRig, register, staff, type Rig } from '../../../test/rig.ts';
import { Stranger } from '../../../test/stranger.ts';
import { countParts } from '../db/board.ts';

describe.each(engines)('households that are one on %s', (engine) => {
  let rig: Rig;
  let officer: Stranger;
  beforeAll(async () => {
    rig = await openRig(engine);
    officer = await found(rig);
  });
  afterAll(() => rig.close());

  const households = async (one: Stranger): Promise<string[]> => {
    await one.pull();
    return [...one.rows.values()].filter((row) => row.kind === 'household').map((row) => row.id).sort();
  };
  const day = () => new Date(rig.clock.at + 7 * 3_600_000).toISOString().slice(0, 10);
  const counted = (cell: string) => rig.fresh.db.inCommune(COMMUNE, 'read', async (tx) => (await countParts(tx, day())).parts.get('v1')?.[cell]);

  test('volunteers and cards of either reach to both until they are parted; visits are counted for one household', async () => {
    const [one, two] = [await register(officer, '31'), await register(officer, '031')];
    const volunteer = await staff(officer, { id: 'tinhnguyen', name: 'Y Blưn', role: 'volunteer', village: 'v1', households: [one] });
    const [card] = await officer.ask<{ code: string; pin: string }[]>('/api/office/cards', { method: 'POST', json: { households: [two] } });
    const family = await Stranger.signIn(rig.origin, { card: card!.code, pin: card!.pin });
    expect([await households(volunteer), await households(family)]).toEqual([[one], [two]]);
    for (const household of [one, two]) officer.say('visit.record', { household, on: day(), language: 'vi' });
    await officer.push();
    const visits = `visits.${day().slice(0, 7)}`;
    expect(await counted(visits)).toEqual({ [one]: 1, [two]: 1 });

    const both = { from: two, into: one, people: ['tinhnguyen', family.seat.person.id] };
    officer.say('household.merge', both);
    expect(await officer.push()).toMatchObject([{ entry: expect.any(Number) }]);
    expect([await households(volunteer), await households(family)]).toEqual([[one, two].sort(), [one, two].sort()]);
    expect(await counted(visits)).toEqual({ [one]: 2 });
    // The card of the one that was merged away asks something of the commune for the one that stands.
    family.say('petition.file', { household: one, topic: 'road', matter: 'Đường lầy', on: day() });
    expect(await family.push()).toMatchObject([{ entry: expect.any(Number) }]);

    officer.say('household.part', both);
    expect(await officer.push()).toMatchObject([{ entry: expect.any(Number) }]);
    expect([await households(volunteer), await households(family)]).toEqual([[one], [two]]);
    expect(await counted(visits)).toEqual({ [one]: 1, [two]: 1 });
  });

  test('two edits said without knowing of each other: both phones read both values, and the choice of one', async () => {
    const household = await register(officer, '41');
    const head = await staff(officer, { id: 'truongthon', name: 'A Blơi', role: 'head', village: 'v1' });
    officer.say('household.amend', { household, place: 'Đầu làng', was: { place: null } });
    head.say('household.amend', { household, place: 'Cuối làng', was: { place: null } });
    await officer.push();
    await head.push();
    for (const one of [officer, head]) {
      await one.pull();
      expect(one.rows.get(`household/${household}`)!.body).toMatchObject({
        place: 'Cuối làng', meetings: [{ field: 'place', stands: { value: 'Cuối làng', by: 'truongthon' }, others: [{ value: 'Đầu làng', by: officer.seat.person.id }] }],
      });
    }
    const { id: meeting } = officer.rows.get(`household/${household}`)!.body.meetings[0];
    officer.say('household.choose', { household, meeting, field: 'place', keep: 'Đầu làng', over: ['Cuối làng'] });
    await officer.push();
    await head.pull();
    expect(head.rows.get(`household/${household}`)!.body).toMatchObject({ place: 'Đầu làng', settled: [{ by: officer.seat.person.id, over: [{ value: 'Cuối làng' }] }] });
  });
});
