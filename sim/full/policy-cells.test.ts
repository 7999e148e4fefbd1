// The policy table cell by cell: all of it in memory, a share of it over HTTP and in SQL; and whoever breaks it is caught.
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActKind, Kinds } from '#journal/act.ts';
import { kinds } from '#commune/kinds.ts';
import { grantsOf, ROW_KINDS, sees, standsOf } from '#commune/places/policy.ts';
import { READS, SAYS, USES, type Line, type Stand } from '#commune/places/policy-table.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import type { Db } from '#server/db/open.ts';
import { keepDoors, DOORS } from '#server/doors/policy-doors.ts';
import { engines, freshDb, type Fresh } from '../../test/databases.ts';
import { decideAll, mayRead } from '../cells/act-cells.ts';
import { DOOR_NAMES, useCells } from '../cells/door-cells.ts';
import { groundRows } from '../cells/ground.ts';
import { ACTORS, personOf, standTo } from '../cells/people.ts';
import { classesTried, readCellsOf } from '../cells/read-cells.ts';
import { Stage } from '../cells/stage.ts';
import { tryCells } from './policy-cells.ts';

const DAYS = { today: '2026-11-23', yesterday: '2026-11-22' };
const SEED = 20261123;

describe('the policy table, in memory', () => {
  test('every kind of act there is has a line, every line a kind, and every cell is as it says', () => {
    expect([...kinds.keys()].sort()).toEqual(Object.keys(SAYS).sort());
    const { tried, wrong } = decideAll(kinds, DAYS);
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(1000);
  });

  test('J10 every class of row stands somewhere, and everybody reads of it what the table says', () => {
    expect(classesTried()).toEqual(new Set(Object.keys(READS)));
    expect(new Set(groundRows(DAYS).map(({ kind }) => kind))).toEqual(new Set(ROW_KINDS));
    let tried = 0;
    for (const actor of ACTORS) {
      const person = personOf(actor, DAYS);
      if (!person || actor.standing === 'abroad') continue;
      for (const row of groundRows(DAYS)) {
        tried += 1;
        expect({ actor: actor.name, row: `${row.kind}/${row.id}`, sees: sees(person, row, DAYS.today) }).toEqual({ actor: actor.name, row: `${row.kind}/${row.id}`, sees: mayRead(actor, row) });
        expect(standsOf(person, row, DAYS.today)).toEqual([standTo(actor, row)]);
      }
    }
    expect(tried).toBeGreaterThan(800);
  });

  test('every stand and every use of the table is somebody’s: none is left untried', () => {
    const stands = new Set<Stand>(ACTORS.flatMap((actor) => groundRows(DAYS).map((row) => standTo(actor, row))));
    const named = new Set([SAYS, READS, USES].flatMap((lines) => Object.values(lines as Readonly<Record<string, Line>>).flatMap((line) => Object.values(line).flat())));
    for (const stand of named) expect([stand, stands.has(stand)]).toEqual([stand, true]);
    const used = new Set(Object.values(DOORS).flatMap((door) => ('uses' in door ? [door.uses as string] : [])));
    expect([...used].sort()).toEqual(Object.keys(USES).sort());
  });

  test('J10 a person with several posts may what each of them lets, and no more', () => {
    const alone = ACTORS.filter(({ standing, role }) => standing === 'now' && role !== null && role !== 'household').map((actor) => ({ actor, person: personOf(actor, DAYS)! }));
    for (const one of alone) {
      for (const other of alone) {
        const both: PersonRow = { ...one.person, body: { ...one.person.body, posts: [...one.person.body.posts, ...other.person.body.posts] } };
        for (const row of groundRows(DAYS).filter(({ kind }) => kind !== 'person')) {
          expect(sees(both, row, DAYS.today)).toBe(mayRead(one.actor, row) || mayRead(other.actor, row));
        }
      }
    }
  });
});

describe('a door', () => {
  test('without a line is not built', async () => {
    const app = Fastify();
    keepDoors(app);
    expect(() => app.get('/api/office/everything', async () => 1)).toThrow('has no line in src/server/doors/policy-doors.ts');
    expect(() => app.post('/api/rows', async () => 1)).toThrow('POST /api/rows has no line');
    await app.close();
  });
});

describe.each(engines)('the policy table on a running server over %s', (engine) => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshDb(engine);
  });
  afterAll(() => fresh.drop());

  test('every line of the doors has a door and every door a line; a share of all cells is as the table says', async () => {
    const tried = await tryCells(fresh.db, engine === 'embedded' ? 330 : 150, SEED, () => undefined);
    expect(tried.wrong).toEqual([]);
    expect(tried.bad).toBe(0);
    expect(tried.seen['cells over HTTP']).toBeGreaterThan(60);
    expect(tried.seen['cells in SQL']).toBeGreaterThan(50);
    expect(tried.seen['forged acts and readings']).toBeGreaterThan(5);
  });
});

describe('whoever breaks the table is caught', () => {
  const broken = (name: string, decide: ActKind<unknown>['decide']): Kinds => new Map([...kinds].map(([one, kind]) => [one, one === name ? { ...kind, decide } : kind]));

  test('a rule that does not ask who speaks', () => {
    const { wrong } = decideAll(broken('promise.confirm', () => ({ puts: [] })), DAYS);
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong.every((one) => one.startsWith('promise.confirm'))).toBe(true);
  });

  test('a rule that tells whether a thing is there to somebody who may not read it', () => {
    const { wrong } = decideAll(broken('visit.strike', (body, said, rows) => {
      const outcome = kinds.get('visit.strike')!.decide(body, said, rows);
      return 'refusal' in outcome && rows.get('visit/visit-h1') ? { refusal: { code: 'post.elsewhere', params: { role: 'head' } } } : outcome;
    }), DAYS);
    expect(wrong.some((one) => one.includes('tells that it is there'))).toBe(true);
  });

  test('a reading that is not fenced, or fenced with another’s grants', async () => {
    const fresh = await freshDb('embedded');
    const officer = grantsOf(personOf(ACTORS[0]!, DAYS)!, DAYS.today);
    let way: 'another’s grants' | 'no fence' = 'another’s grants';
    const careless: Db = {
      ...fresh.db, epoch: fresh.db.epoch,
      inScope: (reader, how, work) => (way === 'no fence' ? fresh.db.inCommune(reader.commune, how, work) : fresh.db.inScope({ ...reader, grants: officer }, how, work)),
    };
    const stage = await Stage.open(careless);
    try {
      const inSql = readCellsOf(stage.days).filter((cell) => cell.way === 'sql' && cell.name.endsWith(' head-away'));
      const wrong = await Promise.all(inSql.map((cell) => cell.run(stage)));
      expect(wrong.filter((one) => one === 'is read').length).toBeGreaterThan(10);
      way = 'no fence';
      const used = await Promise.all(useCells().filter(({ name }) => name === 'phone.list head').map((cell) => cell.run(stage)));
      expect(used).toEqual(['device is seen']);
    } finally {
      await stage.close();
      await fresh.drop();
    }
  });
});

test('doors that are listed are there', async () => {
  const fresh = await freshDb('embedded');
  const stage = await Stage.open(fresh.db);
  try {
    const there = new Set(stage.doors.routes.map(({ method, url }) => `${method} ${url}`));
    expect([...DOOR_NAMES].filter((name) => !there.has(name))).toEqual([]);
    expect([...there].filter((name) => !(DOOR_NAMES as readonly string[]).includes(name))).toEqual([]);
  } finally {
    await stage.close();
    await fresh.drop();
  }
});
