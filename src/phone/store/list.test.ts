// Lines of the list are kept as a table and come back as they were, those of before too; a chunk is sealed again for the quick cipher once.
import { expect, test } from 'vitest';
import { looseRows, rowsOfHousehold } from '../../../test/phone-page/many-rows.ts';
import type { Lines } from './list.ts';
import { lineOf } from './lines.ts';
import { linesIn, openedList, repacked, textOfLines } from './list.ts';
import { SealedCodec } from './sealed.ts';
import { newKey } from './seat-key.ts';

const lines: Lines = [...Array.from({ length: 40 }, (_, h) => lineOf(rowsOfHousehold(h, 9, 1))), lineOf(looseRows())];

test('A list comes back as it was, with what only some lines have', () => {
  const [first, second, ...others] = lines;
  const odd: Lines = [
    { ...first!, strikeUntil: '2026-07-01', mergedInto: 'h9', apart: ['h7'], marks: 'k2' }, null,
    { ...second!, promises: [{ ...second!.promises[0]!, later: { of: 'another version' } } as never], petitions: [{ ...second!.petitions[0]!, shared: true } as never] }, ...others,
  ];
  expect(linesIn(textOfLines(odd))).toEqual(odd);
  expect(lines.at(-1)).toBeNull();
});

test('A list of before is read, an empty one too, and a harmed one is no list', () => {
  expect(linesIn(JSON.stringify(lines))).toEqual(lines);
  expect([linesIn('[]'), linesIn(textOfLines([])), linesIn('[null]')]).toEqual([[], [], [null]]);
  expect(() => linesIn(textOfLines(lines).slice(0, -3))).toThrow(SyntaxError);
});

test('A table takes less room than a list', () => {
  expect(textOfLines(lines).length).toBeLessThan(0.8 * JSON.stringify(lines).length);
});

test('Chunks open in either form; one that cannot be read counts as empty, and is told', async () => {
  const codec = await SealedCodec.of(newKey());
  const record = (n: number) => ({ k: `1\t${n}`, text: codec.seal(textOfLines(lines.slice(n, n + 1)), `list/1\t${n}`) });
  const [one, two] = [record(0), record(1)];
  const again = { ...two, text: (await repacked(codec, two))! };
  expect(await repacked(codec, again)).toBeUndefined();
  expect(await openedList(codec, [one, again])).toEqual({ chunks: [[lines[0]], [lines[1]]], harmed: false, slow: true });
  expect(await openedList(codec, [again])).toMatchObject({ harmed: false, slow: false });
  expect(await openedList(codec, [{ ...one, k: two.k }, again])).toEqual({ chunks: [[], [lines[1]]], harmed: true, slow: true });
});
