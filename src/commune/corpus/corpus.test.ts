// Every act ever recorded gives today what it gave then; and no kind, version or way up from an older one is without its record.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ActKind, Kinds } from '#journal/act.ts';
import { kinds } from '../kinds.ts';
import { type Corpus, gapsIn, nameOf, replayed } from './recorded.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
const all = files.map((file) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Corpus);
const HOW = 'An act of a phone in the field would now come to something else. If a body changed its form: raise the kind’s version and write the step from the old one. If a rule changed on purpose: npm run check -- corpus --anew KIND, and say why in the commit.';

describe('the corpus', () => {
  test('J9 every kind and every version of it is recorded, each older version has a way up, and no kind is ever taken out', () => {
    expect(gapsIn(kinds, all)).toEqual([]);
    expect(files).toEqual(all.map(nameOf).sort());
  });

  test.each(all.map((corpus) => [nameOf(corpus), corpus] as const))('J9 %s: each act gives what it gave, byte by byte', (_name, corpus) => {
    expect(corpus.cases.length).toBeGreaterThan(0);
    for (const one of corpus.cases) expect(replayed(kinds, corpus, one), `${HOW}\n${JSON.stringify(one.body)}`).toBe(one.result);
  });

  test('J9 a version that is raised without a way up or a record is noticed; so is a kind that is taken out, or has no record', () => {
    const raised = { ...kinds.get('visit.record')!, version: 2 };
    const changed: Kinds = new Map([...kinds].map(([name, kind]) => [name, name === 'visit.record' ? raised : kind]));
    expect(gapsIn(changed, all)).toEqual([
      'visit.record has version 2 and nothing that lifts version 1: acts of older phones could not be read',
      'visit.record.v2.json is missing: npm run check -- corpus',
    ]);
    const lifted: Kinds = new Map([...changed, ['visit.record', { ...raised, upcasts: { 1: (old: unknown) => old } }]]);
    expect(gapsIn(lifted, all)).toEqual(['visit.record.v2.json is missing: npm run check -- corpus']);
    expect(gapsIn(new Map([...kinds].filter(([name]) => name !== 'promise.told')), all)).toEqual(['promise.told.v1.json is of a kind that is no more: phones may still say it']);
    expect(gapsIn(kinds, all.filter(({ kind }) => kind !== 'petition.file'))).toEqual(['petition.file.v1.json is missing: npm run check -- corpus']);
    expect(gapsIn(kinds, all.map((corpus) => (corpus.kind === 'post.end' ? { ...corpus, cases: [] } : corpus)))).toEqual(['post.end.v1.json has no act that was taken']);
    expect(gapsIn(kinds, [...all, { kind: 'post.end', v: 2, cases: [] }])).toEqual(['post.end.v2.json is of a version the kind does not have']);
  });

  test('J9 an act of an older version comes to what it would have come to in the newer form', () => {
    const file = kinds.get('petition.file')! as ActKind<unknown>;
    const later: ActKind<unknown> = {
      ...file, version: 2, upcasts: { 1: (old) => ({ file: old }) }, parse: (raw) => file.parse((raw as { file: unknown }).file),
    };
    const changed: Kinds = new Map([...kinds, ['petition.file', later]]);
    const corpus = all.find(({ kind }) => kind === 'petition.file')!;
    for (const one of corpus.cases) expect(replayed(changed, corpus, one)).toBe(one.result);
    const broken: Kinds = new Map([...kinds, ['petition.file', { ...later, upcasts: { 1: () => ({ file: {} }) } }]]);
    expect(corpus.cases.some((one) => replayed(broken, corpus, one) !== one.result)).toBe(true);
  });
});
