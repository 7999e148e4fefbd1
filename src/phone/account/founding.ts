// What is gathered at the first visit before the commune stands: its villages and its first officer.
import { fold } from '#commune/households/search.ts';
import type { Unit } from './units.ts';

export interface VillageDraft {
  /** Only for the screen's list. */
  readonly key: number;
  readonly name: string;
  readonly languages: readonly string[];
}

export interface Founding {
  readonly unit: Unit | null;
  readonly villages: readonly VillageDraft[];
  readonly officer: { readonly name: string; readonly login: string };
}

export const VILLAGE_NAME_MAX = 80;
/** Ta and village heads write "Thôn 1. Kon Plông"; a number or bullet before the name is the list's, not the name's. */
const BULLET = /^\s*(?:[-•*+]|\d{1,3}[.)]\s)\s*/u;

/** Villages from a pasted list: a line each, or one line with commas; what follows a tab is left out. Doubles are dropped. */
export function pastedVillages(text: string, known: readonly string[]): readonly string[] {
  const lines = text.normalize('NFC').split(/\r?\n/u).filter((line) => line.trim() !== '');
  const pieces = lines.length === 1 ? lines[0]!.split(/[,;]/u) : lines;
  const seen = new Set(known.map(fold));
  const names: string[] = [];
  for (const piece of pieces) {
    const name = (piece.includes('\t') ? named(piece.split('\t')) : piece).replace(BULLET, '').replace(/\s+/gu, ' ').trim().replace(/[\s,;.]+$/u, '').slice(0, VILLAGE_NAME_MAX);
    if (name === '' || seen.has(fold(name))) continue;
    seen.add(fold(name));
    names.push(name);
  }
  return names;
}

/** A line copied from a sheet: the name is the first cell with letters, as the first one is often the row's number. */
const named = (cells: readonly string[]): string => cells.find((cell) => /\p{L}/u.test(cell)) ?? '';

export type VillageTrouble = 'empty' | 'double';

/** What is wrong with each village of the list, by its key. */
export function villageTroubles(villages: readonly VillageDraft[]): ReadonlyMap<number, VillageTrouble> {
  const troubles = new Map<number, VillageTrouble>();
  const seen = new Set<string>();
  for (const village of villages) {
    const name = fold(village.name);
    if (name === '') troubles.set(village.key, 'empty');
    else if (seen.has(name)) troubles.set(village.key, 'double');
    seen.add(name);
  }
  return troubles;
}

/** A user name people can type on any keyboard: `Đinh Thị Y Hương` → `dinhthiyhuong`, at most 24 letters. */
export function suggestLogin(name: string): string {
  const words = fold(name).replace(/[^a-z0-9 ]/gu, '').split(' ').filter(Boolean);
  const whole = words.join('');
  if (whole.length <= 14) return whole;
  // Given name whole, the others by their first letter, as Vietnamese offices do: huongdty.
  return `${words.at(-1) ?? ''}${words.slice(0, -1).map((word) => word[0]).join('')}`.slice(0, 24);
}

/** A user name of 3 to 40 plain letters, digits, dots or dashes, or a phone number. */
export const loginGood = (login: string): boolean => /^(?:[a-z0-9][a-z0-9._-]{2,39}|\+?\d{9,12})$/u.test(login.trim().toLowerCase());

/** `0905 123.456` is the same number as `0905123456`. */
export const tidyLogin = (login: string): string => {
  const trimmed = login.normalize('NFC').trim().toLowerCase();
  return /^\+?[\d\s.()-]+$/u.test(trimmed) ? trimmed.replace(/[\s.()-]/gu, '') : trimmed;
};
