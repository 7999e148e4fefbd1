// Finding a household by number or name, with or without marks, however the letters are encoded.
import type { HouseholdBody } from './rows.ts';

/**
 * Letters that are no base letter with a mark in Unicode, and so are left over when marks are taken off:
 * đ of Vietnamese, ƀ of Gia Rai, Ba Na and Ê Đê, and look-alikes that old typefaces and keyboards leave behind.
 */
const LETTERS: Readonly<Record<string, string>> = { đ: 'd', ð: 'd', ɖ: 'd', ƀ: 'b', ɓ: 'b', ı: 'i', ł: 'l', ø: 'o', æ: 'ae' };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const PLAIN = /^[a-z0-9 ]*$/;

/**
 * Lower case, without marks, words parted by single spaces: `Nguyễn` in NFC or NFD, `NGUYỄN` and `nguyen` are one.
 * Apostrophes within names (Y Ƀlŏk, H'Nuên, Hʼnuên) are dropped: people leave them out.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower.trim().replace(/ +/g, ' ');
  return lower.normalize('NFD').replace(/[\p{M}'’‘ʼʻ`´]/gu, '').replace(LETTER, (letter) => LETTERS[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** `012A` is found as `012a` and as `12a`: registers and people disagree about leading zeros. */
const foldNumber = (no: string): string => {
  const folded = fold(no);
  const bare = folded.replace(/(^| )0+(?=\d)/g, '$1');
  return bare === folded ? folded : `${folded} ${bare}`;
};

/** What a search is matched against: number, head, those who live there, and the place as people name it. */
export function searchText({ no, head, members, place }: Pick<HouseholdBody, 'no' | 'head' | 'members' | 'place'>): string {
  const names = members.filter((member) => member.leftOn === null).map((member) => fold(member.name));
  return [foldNumber(no), fold(head), ...names.filter((name) => name !== fold(head)), place === null ? '' : fold(place)].filter(Boolean).join(' ');
}

/**
 * Whether every word of the query begins a word of the text. `text` comes from `searchText`, `query` from `fold`;
 * an empty query matches everything.
 */
export function found(text: string, query: string): boolean {
  if (query === '') return true;
  const padded = ` ${text}`;
  return query.split(' ').every((word) => padded.includes(` ${word}`));
}
