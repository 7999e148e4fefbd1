// One household entered twice by two people has the same number and the same head: the two answers must still differ.
import { expect, test } from 'vitest';
import { keepNames } from './two-names.ts';

const home = (no: string, head: string) => ({ body: { no, head } });

test('Twins: the two answers never read the same, by number, by head, or by side', () => {
  expect(keepNames(home('7', 'A Bình'), home('8', 'A Bình'))).toEqual(['Giữ hộ số 7', 'Giữ hộ số 8']);
  expect(keepNames(home('7', 'A Bình'), home('7', 'A Bịnh'))).toEqual(['Giữ hộ 7 · A Bình', 'Giữ hộ 7 · A Bịnh']);
  expect(keepNames(home('7', 'A Bình'), home('7', 'A Bình'))).toEqual(['Giữ hộ 7 ở bên trái', 'Giữ hộ 7 ở bên phải']);
});
