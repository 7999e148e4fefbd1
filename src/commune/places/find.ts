// Finding the rows an act reads, and leaving them changed.
import type { Row, Rows } from '#journal/act.ts';

/** The row of that kind and id, where it is there. */
export const find = <R extends Row>(rows: Rows, of: R['kind'], id: string): R | undefined =>
  rows.get(`${of}/${id}`) as R | undefined;

/** The row, where it is there and belongs to the household the act names. */
export function findAt<R extends Row>(rows: Rows, of: R['kind'], id: string, household: string): R | undefined {
  const row = find<R>(rows, of, id);
  return row?.household === household ? row : undefined;
}

/** The same row with some of its body changed. */
export const change = <R extends Row>(row: R, body: Partial<R['body']>): R => ({ ...row, body: { ...(row.body as object), ...body } });

/** The fields of a body that were said; what was left out stays as it is. */
export function spoken<T extends object, F extends keyof T>(body: T, ...fields: readonly F[]): { [K in F]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(fields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]])) as
    { [K in F]?: Exclude<T[K], undefined> };
}
