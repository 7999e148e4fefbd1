// An edit that comes after a household was closed is taken, and the household is shown to be looked at again.
import type { Said } from '#journal/act.ts';
import type { HouseholdBody, HouseholdRow } from './rows.ts';

const KEEP = 20;

/** The row as edited; where it is closed, with a note of who edited it since. Whoever edited without signal loses nothing. */
export function reviewed(row: HouseholdRow, said: Said): HouseholdRow {
  if (row.body.closedOn === null) return row;
  const others = (row.body.review ?? []).filter((one) => one.by !== said.author);
  return { ...row, body: { ...row.body, review: [...others, { by: said.author, on: said.today }].slice(-KEEP) } };
}

/** Somebody looked and said that it stays closed, or is open again. */
export function looked(row: HouseholdRow): HouseholdRow {
  const { review: _review, ...body } = row.body;
  return { ...row, body: body satisfies HouseholdBody };
}
