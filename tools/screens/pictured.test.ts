// Every screen of the app is opened by a walk for pictures, and docs/screens holds the pictures its list shows and no others.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const walks = readdirSync(join(ROOT, 'tools/screens')).filter((file) => file.startsWith('walk-')).map((file) => read(`tools/screens/${file}`)).join('\n');

/** Keys of the table of screens by that name: plain ones, and ones in quotes. */
function keysOf(path: string, table: string): readonly string[] {
  const [, inside = ''] = new RegExp(`const ${table}: .*? = \\{\\n([^}]+)\\}`, 'u').exec(read(path).replaceAll(/import\([^)]*\)/gu, '')) ?? [];
  return [...inside.matchAll(/(?:^|[\s,])'?([a-z][a-z-]*)'?:/gu)].map(([, key]) => key!);
}

/** Addresses within a screen. */
const within = (path: string): readonly string[] => [...read(path).matchAll(/path\[0\] === '([a-z-]+)'/gu)].map(([, key]) => key!);

const opened = (part: string): boolean => new RegExp(`[/'"\`]${part}(?=[/'"\`?$])`, 'u').test(walks);

describe('pictures', () => {
  it.each([
    ['the app', keysOf('src/phone/app.tsx', 'SCREENS'), 15], ['the office', keysOf('src/phone/account/office-screen.tsx', 'PAGES'), 12],
    ['a household', keysOf('src/phone/household/household-screen.tsx', 'FORMS'), 9], ['one’s account', within('src/phone/account/account-screen.tsx'), 4],
    ['days off', within('src/phone/account/days-screen.tsx'), 1], ['me', within('src/phone/today/me-screen.tsx'), 1],
  ] as const)('every screen of %s is opened by a walk', (_, parts, atLeast) => {
    expect(parts.length).toBeGreaterThanOrEqual(atLeast);
    expect(parts.filter((part) => !opened(part))).toEqual([]);
  });

  it('finds a screen that no walk opens', () => {
    expect(opened('khong-ai-chup')).toBe(false);
  });

  it('the list in docs/screens shows the pictures that are there, and no others', () => {
    const there = readdirSync(join(ROOT, 'docs/screens')).filter((file) => file.endsWith('.webp')).sort();
    const listed = [...read('docs/screens/README.md').matchAll(/<img src="([^"]+)"/gu)].map(([, file]) => file!).sort();
    expect(listed).toEqual(there);
    // Taken by a walk: its name stands there.
    expect(there.filter((file) => !walks.includes(`'${file.split('.')[0]!}'`))).toEqual([]);
  });
});
