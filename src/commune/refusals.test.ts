// Every reason that code gives is on the list with exactly these parameters, and nothing on the list is never given.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { REFUSALS } from './refusals.ts';

const rooms = ['../commune', '../journal'].map((room) => new URL(room, import.meta.url));
const sources = rooms.flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' })
  // What is wrong with a row of a sheet is no refusal of an act, and has its own list; the toy kinds are for tests of the journal.
  .filter((file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$|^(refusals|story|toy)\.ts$|sheet\//.test(file))
  .map((file) => readFileSync(`${room.pathname}/${file}`, 'utf8')));

/** Codes on any line that refuses, and what is told along with those given in one piece. */
const codes = new Set(sources.flatMap((source) => source.split('\n'))
  .filter((line) => /\brefus(e|al)\b|\bcode:/.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
  .flatMap((line) => [...line.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, code]) => code!)));
const given = sources.flatMap((source) => [...source.matchAll(/(?:refuse\(|code: )'([a-z-]+\.[a-z-]+)'(?:, (?:params: )?(\{[^}]*\}|[a-zA-Z]+\())?/g)])
  .map(([, code, params]) => ({ code: code!, params: params ?? '{}' }));

/** `{ on: x, purpose }` → on, purpose; a call stands for the parameters of its function. */
const names = (params: string): string[] => (params.startsWith('meanwhile') ? ['state', 'by', 'on']
  : params.startsWith('last') ? ['did', 'by', 'on']
  : [...params.matchAll(/[{,]\s*(\w+)/g)].map(([, name]) => name!)).sort();

describe('J4 every refusal has a reason with a name', () => {
  it('the sources give reasons at all, each on the list', () => {
    expect(given.length).toBeGreaterThan(60);
    // `by.denied('petition.file', …)` names the act that was not allowed, not a reason.
    expect([...codes].filter((code) => !(code in REFUSALS) && !kinds.has(code))).toEqual([]);
  });

  it('nothing on the list is never given', () => {
    expect(Object.keys(REFUSALS).filter((code) => !codes.has(code))).toEqual([]);
  });

  it.each(Object.entries(REFUSALS))('%s tells what the list says', (code, { params }) => {
    for (const one of given) {
      // A body's field path may be made up of parts, which this reading of the source cuts off.
      if (one.code === code && !one.params.includes('`')) expect(names(one.params)).toEqual(Object.keys(params).sort());
    }
  });
});
