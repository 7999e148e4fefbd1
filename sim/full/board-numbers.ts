// The numbers of the board's pages are the same in every language: what one leaves out another does not tell.
import { viewOf, type VillageRelease } from '#commune/board/board.ts';
import { villagePage } from '../../src/server/doors/board/pages.ts';
import { BOARD_LANGUAGES } from '../../src/server/doors/board/words.ts';

const COMMUNE = { code: '99999', name: 'X', province: 'Y', sample: true };

/** Whole numbers a reader sees, in their order; days and addresses are the same in all languages. */
const numbersIn = (page: string): string => [...page.replace(/<(style|script|svg|title|head)[\s\S]*?<\/\1>|<[^>]*>/g, ' ').matchAll(/\d[\d./]*/g)].map(([n]) => n.replace(/[./]+$/, '')).sort().join(' ');

/** Which villages' pages tell other numbers in another language. */
export function boardNumbers(releases: readonly VillageRelease[], today: string): readonly string[] {
  // How long things took is said in words, which some languages write with a figure.
  return releases.map((one) => ({ ...one, span: null })).flatMap((release, n) => {
    const pages = BOARD_LANGUAGES.map((lang) => numbersIn(String(villagePage({ lang, origin: 'https://x', path: '/', today }, COMMUNE, { id: 'v', name: 'V' }, viewOf([release], today)))));
    return new Set(pages).size === 1 ? [] : [`village ${n}: the languages of the board tell other numbers`];
  });
}
