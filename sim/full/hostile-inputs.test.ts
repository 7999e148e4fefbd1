// A share of the hostile inputs that fits every run of the tests, and proof that the figure would see a fault.
import { describe, expect, test } from 'vitest';
import { read } from '#journal/decide.ts';
import { kinds } from '#commune/kinds.ts';
import { COMMUNE, PEOPLE, TODAY } from '#commune/story.ts';
import { Chance } from '../chance.ts';
import { figure } from './hostile-inputs.ts';
import { ground } from './hostile/bodies.ts';
import { nasty, spoilt } from './hostile/nasty.ts';

describe('hostile inputs', () => {
  test('6,000 of them, of every sort: none crashes a reader, none is slow', async () => {
    const tried = await figure.run(6_000, 20261123, () => undefined);
    expect(tried.wrong).toEqual([]);
    expect(tried.bad).toBe(0);
    for (const sort of ['acts', 'pushes', 'json', 'texts', 'clips', 'imports', 'letters']) {
      for (const how of ['taken', 'refused']) expect(Object.keys(tried.seen), `${sort} ${how}`).toContain(`${sort} ${how}`);
    }
  });

  test('the bodies to be spoilt are sound: of nearly every kind one is read, and most are taken from somebody', () => {
    const { told, bodies } = ground();
    const unread: string[] = [];
    let taken = 0;
    for (const [kind, body] of bodies) {
      const act = { id: 'story-1', kind, v: kinds.get(kind)!.version, device: 'story', turn: 1, at: 0, body };
      const readings = Object.keys(PEOPLE).map((author) => read(kinds, act, { id: 'story-1', device: 'story', commune: COMMUNE, author, at: 0, today: TODAY }));
      if (!readings.every((reading) => 'readable' in reading)) unread.push(kind);
      if (readings.some((reading) => 'readable' in reading && 'puts' in reading.readable.decide({ get: (key) => told.rows.get(key) }))) taken += 1;
    }
    expect(unread).toEqual([]);
    expect(bodies.size).toBeGreaterThan(kinds.size * 0.85);
    expect(taken).toBeGreaterThan(bodies.size * 0.4);
  });

  test('one seed makes one input', () => {
    const make = () => { const chance = new Chance(77); return JSON.stringify([spoilt({ a: [1, { b: 'x' }] }, chance, 5), nasty(chance)]); };
    expect(make()).toBe(make());
  });
});
