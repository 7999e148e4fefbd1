// The house stands as it was designed: every rule of the house is checked on every file, and every rule can fail.
import { describe, expect, it } from 'vitest';
import { circles, RULES, type Source } from './rules.ts';
import { readSources } from './sources.ts';

const sources = readSources();

/** For each rule a file that breaks it: a check that cannot fail is a defect. */
const PLANTED: Record<keyof typeof RULES, Source> = {
  rooms: { path: 'src/phone/today/today.ts', text: "import { open } from '#server/db/open.ts';" },
  storeys: { path: 'src/commune/visits/visit.ts', text: "import { claim } from '../promises/claim.ts';" },
  words: { path: 'src/server/main.ts', text: '// TODO later' },
  sql: { path: 'src/server/doors/sync.ts', text: "query('select id from act where commune_id = 1')" },
  promise: { path: 'src/server/main.ts', text: "import fs from 'node:fs';" },
  names: { path: 'src/phone/utils/dates.ts', text: '// dates' },
  purity: { path: 'src/commune/visits/visit.ts', text: 'const now = Date.now();' },
};

describe('House rules', () => {
  for (const [name, rule] of Object.entries(RULES)) {
    it(`${name}: holds in all ${sources.length} files`, () => {
      const breaches = sources.flatMap((source) => rule(source)).map((b) => `${b.path}:${b.line} ${b.says}`);
      expect(breaches).toEqual([]);
    });
    it(`${name}: finds a planted breach`, () => {
      expect(rule(PLANTED[name as keyof typeof RULES])).not.toEqual([]);
    });
  }

  it('circles: no file imports itself by way of others', () => {
    expect(circles(sources)).toEqual([]);
  });
  it('circles: finds a planted one', () => {
    const a = { path: 'src/journal/a.ts', text: "import { b } from './b.ts';" };
    const b = { path: 'src/journal/b.ts', text: "import { a } from './a.ts';" };
    expect(circles([a, b])).toHaveLength(1);
  });
});
