// A household whose data were erased: its line stays empty, so that nothing is written about it again (places/kind.ts sees to that).
import type { Day } from '../places/rows.ts';
import type { HouseholdRow } from './rows.ts';

/** Stands where words or names were. Not empty: rows have always had something there, and screens show it. */
export const FADED = '—';

/** The household's line as it is from then on: no name, no number, nobody, closed. */
export const erasedRow = (row: Pick<HouseholdRow, 'id' | 'village' | 'household'>, on: Day): HouseholdRow => ({
  kind: 'household', id: row.id, village: row.village, household: row.household,
  body: { no: FADED, head: FADED, members: [], language: null, place: null, phone: null, closedOn: on, erasedOn: on },
});
