// A class that every screen may use is given no second shape by the style sheet of one: sheets of screens stay loaded for all that come after.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PHONE = fileURLToPath(new URL('../../src/phone/', import.meta.url));
const sheets = readdirSync(PHONE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css')).map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(PHONE, path), 'utf8') }));

/** Classes a selector begins with and says nothing else of: `.sheet { … }`. */
const bare = (text: string): ReadonlySet<string> =>
  new Set([...text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').matchAll(/(?:^|[}{,;])\s*\.([a-z][\w-]*)\s*(?=[,{])/gu)].map(([, name]) => name!));

const everyones = new Set(sheets.filter(({ path }) => path.startsWith('look/')).flatMap(({ text }) => [...bare(text)]));
const clashes = (text: string): readonly string[] => [...bare(text)].filter((name) => everyones.has(name));

it('a class of the common look has one shape', () => {
  expect(everyones.size).toBeGreaterThan(40);
  expect(sheets.filter(({ path }) => !path.startsWith('look/')).flatMap(({ path, text }) => clashes(text).map((name) => `${path}: .${name}`))).toEqual([]);
});

it('finds a second shape, also behind a condition', () => {
  expect(clashes('@media print { .sheet { inline-size: 210mm; } }')).toEqual(['sheet']);
  expect(clashes('.meeting .sheet { padding: 0; } .sheet-no { color: red; }')).toEqual([]);
});
