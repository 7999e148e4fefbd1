// The real list of provinces and communes, and finding one's own in it with or without marks.
import { fold } from '#commune/households/search.ts';

/** As `GET /api/units` gives it; codes are those of the General Statistics Office. */
export interface Province {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly communes: readonly { readonly code: string; readonly name: string; readonly fullName: string }[];
}

export interface Unit {
  readonly code: string;
  readonly fullName: string;
  readonly province: string;
  readonly provinceCode: string;
}

interface Sought extends Unit {
  readonly name: string;
  readonly search: string;
}

/** The list made ready to be searched; 3,321 entries take a few milliseconds even on an old phone. */
export function soughtUnits(provinces: readonly Province[]): readonly Sought[] {
  return provinces.flatMap((province) => province.communes.map((commune): Sought => ({
    code: commune.code,
    fullName: commune.fullName,
    province: province.fullName,
    provinceCode: province.code,
    name: fold(commune.name),
    search: `${fold(commune.fullName)} ${fold(province.name)} ${commune.code}`,
  })));
}

/**
 * Communes that carry every word of the query, those whose own name begins with it first.
 * @param province code of the province to stay in, or null for the whole country
 */
export function findUnits(units: readonly Sought[], query: string, province: string | null, most = 50): { readonly found: readonly Unit[]; readonly total: number } {
  const wanted = fold(query);
  const words = wanted.split(' ').filter(Boolean);
  const all = units.filter((unit) => (province === null || unit.provinceCode === province) && words.every((word) => unit.search.includes(word)));
  const rank = (unit: Sought) => (unit.name === wanted ? 0 : unit.name.startsWith(wanted) ? 1 : 2);
  const found = wanted === '' ? all : [...all].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return { found: found.slice(0, most), total: all.length };
}
