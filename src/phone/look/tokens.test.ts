// The colours keep their promise: text stands at least 7:1 on every ground it is laid on, in light and in dark.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const blockAfter = (mark: string): Record<string, string> => {
  const from = css.indexOf('{', css.indexOf(mark));
  const found = css.slice(from, css.indexOf('}', from)).matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g);
  return Object.fromEntries([...found].map((match) => [match[1]!, match[2]!]));
};
const light = blockAfter('color-scheme: light') && blockAfter(':root {');
const dark = blockAfter(":root[data-theme='dark'] {");
const byPhone = blockAfter(":root:not([data-theme='light']) {");

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
/** WCAG 2.2 contrast ratio. */
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const GROUNDS = ['paper', 'sheet'];
const TEXTS = ['ink', 'soft', 'indigo', 'madder', 'leaf', 'ochre'];
const PAIRS: readonly (readonly [string, string])[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['ink', 'sunk'], ['soft', 'sunk'], ['on-indigo', 'indigo'], ['on-leaf', 'leaf'], ['paper', 'ink'],
  ...['indigo-wash', 'madder-wash', 'leaf-wash', 'ochre-wash'].flatMap((wash) => [['ink', wash], ['soft', wash]] as const), ['indigo', 'indigo-wash'], ['madder', 'madder-wash'],
];

describe.each([['light', light], ['dark', dark]])('%s', (_name, colours) => {
  it.each(PAIRS)('WCAG 1.4.6 %s on %s is 7:1 or more', (text, ground) => {
    expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(7);
  });
  it.each(GROUNDS)('WCAG 1.4.11 edges of controls stand 3:1 on %s', (ground) => {
    expect(contrast(colours['line']!, colours[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

it('dark is the same whether the person or the phone chose it', () => {
  expect(Object.keys(dark).length).toBeGreaterThan(15);
  expect(byPhone).toEqual(dark);
  expect(Object.keys(light)).toEqual(expect.arrayContaining(Object.keys(dark)));
});
