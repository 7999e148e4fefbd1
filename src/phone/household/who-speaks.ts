// Whose names are offered where somebody of the household speaks for it: the head first, then the others who are no children.
import type { HouseholdBody } from '#commune/households/rows.ts';
import type { Day } from '#commune/places/rows.ts';

/** From the year somebody turns fifteen: younger ones do not answer for a family. Whoever else spoke is typed in. */
const GROWN_YEARS = 15;
const MOST = 8;

/** @returns at most eight names, each once; who was born when nobody wrote down counts as grown */
export function whoSpeaks({ head, members }: Pick<HouseholdBody, 'head' | 'members'>, today: Day): readonly string[] {
  const grown = members.filter(({ leftOn, born }) => leftOn === null && (born === null || Number(born.slice(0, 4)) + GROWN_YEARS <= Number(today.slice(0, 4))));
  return [...new Set([head, ...grown.map(({ name }) => name)])].slice(0, MOST);
}
