// Covering faces in a photo, in English.
import { countEnglish as countText } from './format.ts';
import type { words as vi } from './cover.vi.ts';
import type { Same } from './words.ts';

export const words: Same<typeof vi> = {
  'cover.open': 'Cover faces',
  'cover.title': 'Cover faces',
  'cover.hint': 'Touch a face to cover it, or draw your finger over it. If the circle is smaller than the face, press Larger.',
  'cover.picture': 'Photo. Arrow keys move the circle, Enter covers what is inside, + and − make it larger or smaller.',
  'cover.smaller': 'Smaller',
  'cover.larger': 'Larger',
  'cover.undo': 'Take back the last cover',
  'cover.leave': 'Do not cover',
  'cover.count': (n) => (n === 0 ? 'Nothing is covered yet.' : `Covered ${countText(n)} ${n === 1 ? 'time' : 'times'}.`),
  'cover.covered': 'Covered. What is below is gone; nobody can see it again.',
  'cover.left': 'Nothing covered. The photo is as it was.',
  'cover.trouble': 'This photo cannot be covered here. Remove it and take another.',
};
