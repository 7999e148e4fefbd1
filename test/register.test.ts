// The field register names everything that is stored and nothing else, and says of it what the policy and the retention rules say.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { READS } from '#commune/places/policy-table.ts';
import { PLACES } from '#commune/rights/places.ts';
import { GROUNDS, PURPOSES, REGISTER, type Entry, type EntryName } from '#commune/rights/register.ts';
import { RETENTIONS } from '#commune/rights/retention.ts';
import { words as vi } from '#phone/words/register.vi.ts';
import { freshDb, type Fresh } from './databases.ts';
import { storedInActs, storedInLog, storedInRows, storedInTables, storedOnPhones, type Stored } from './stored-fields.ts';

const HOW = 'Every stored field stands in src/commune/rights/places-*.ts under an entry of register.ts (why, on which ground, how long, who sees it). Add the new one there, or take the old one out.';
const named = (places: readonly (readonly [string, object])[]): readonly string[] =>
  places.flatMap(([place, entries]) => Object.values(entries as Record<string, string>).flatMap((fields) => fields.split(' ').map((field) => `${place}: ${field}`))).sort();
const listed = (kind: string): readonly string[] => named(Object.entries(PLACES).filter(([place]) => place.startsWith(`${kind} `)));
const stored = (all: Stored): readonly string[] => [...all].flatMap(([place, fields]) => [...fields].map((field) => `${place}: ${field}`)).sort();

/** What is missing on either side. */
function differences(kind: string, all: Stored) {
  const [is, says] = [stored(all), listed(kind)];
  return { unregistered: is.filter((one) => !says.includes(one)), gone: says.filter((one) => !is.includes(one)) };
}

function compare(kind: string, all: Stored): void {
  expect(stored(all).length, kind).toBeGreaterThan(3);
  expect(differences(kind, all), HOW).toEqual({ unregistered: [], gone: [] });
  expect(listed(kind).length, `${kind}: a field stands under two entries`).toBe(new Set(listed(kind)).size);
}

describe('Sổ đăng ký trường dữ liệu (reliability.md 4.1)', () => {
  let fresh: Fresh;
  let owner: pg.Client;
  beforeAll(async () => {
    fresh = await freshDb('embedded');
    owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await fresh.drop();
  });

  it('R1 every field of every act', () => compare('act', storedInActs()));
  it('R1 every field of every row', () => compare('row', storedInRows()));
  it('R1 every column of every table', async () => compare('table', await storedInTables(owner)));
  it('R1 every store of a phone', () => {
    const all = storedOnPhones();
    compare('phone', new Map([...all].filter(([place]) => place.startsWith('phone '))));
    compare('browser', new Map([...all].filter(([place]) => place.startsWith('browser '))));
  });
  it('R1 every word of the access log', () => compare('log', storedInLog()));

  it('R1 a field that is new, or gone, is told', () => {
    const more = new Map([...storedInActs(), ['act thing.say', new Set(['secret'])]]);
    expect(differences('act', more)).toEqual({ unregistered: ['act thing.say: secret'], gone: [] });
    more.delete('act visit.strike');
    expect(differences('act', more).gone).toEqual(['act visit.strike: household', 'act visit.strike: on', 'act visit.strike: visit', 'act visit.strike: what[]']);
  });

  const entries = Object.entries(REGISTER) as readonly (readonly [EntryName, Entry])[];
  it('R1 every field stands under an entry there is', () => {
    for (const [place, fields] of Object.entries(PLACES)) for (const name of Object.keys(fields)) expect(REGISTER, place).toHaveProperty([name]);
  });

  it.each(entries)('R1 %s: purpose, ground, term and words', (name, entry) => {
    expect(PURPOSES).toContain(entry.purpose);
    expect(GROUNDS).toHaveProperty([entry.ground]);
    expect(RETENTIONS).toHaveProperty([entry.kept]);
    expect(entry.sees.length).toBeGreaterThan(0);
    for (const key of [`entry.${name}`, `purpose.${entry.purpose}`, `ground.${entry.ground}`, `kept.${entry.kept}`]) expect(vi, key).toHaveProperty([key]);
    for (const eye of entry.sees) expect(vi).toHaveProperty([`eye.${eye}`]);
    const places = Object.values(PLACES).filter((one) => name in one);
    expect(places.length, `${name} stands nowhere`).toBeGreaterThan(0);
  });

  it.each(entries.filter(([, { row }]) => row !== undefined))('R4 %s: who sees it is what the policy table says', (_name, entry) => {
    const line: { readonly any?: readonly string[] } = READS[entry.row as keyof typeof READS];
    const roles = ['officer', 'head', 'volunteer', 'supervisor', 'household'].filter((role) => line.any?.includes(role));
    expect([...entry.sees].sort()).toEqual(roles.sort());
  });

  it('R2 what rests on consent may always be left out', () => {
    for (const [name, entry] of entries) if (entry.row !== undefined && entry.ground === 'consent') expect(entry.optional, name).toBe(true);
  });
});
