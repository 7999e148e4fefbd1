// What does not fit a field of free words is told; dictation never writes more than the rules take.
import { expect, test } from 'vitest';
import { appended, isFull, MOST_WORDS } from './words-room.ts';

test('Art. 28: a long petition that is pasted or dictated beyond the end is told to be cut, and is never too long to be taken', () => {
  expect(appended('', 'nước yếu', 20)).toBe('nước yếu');
  expect(appended('nước yếu', 'từ tháng ba', 12)).toBe('nước yếu từ ');
  expect([isFull('Nước yếu. '.repeat(200), MOST_WORDS), isFull('Nước yếu.', MOST_WORDS), isFull(appended('a'.repeat(1990), 'b'.repeat(50), MOST_WORDS), MOST_WORDS)]).toEqual([true, false, true]);
});
