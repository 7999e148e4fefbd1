// PostgreSQL values as the program reads them: whole numbers as numbers, days as YYYY-MM-DD text, never time-zone shifted.
import pg from 'pg';

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds ${text}, too large to be counted exactly.`);
  return value;
}

/** Sums of bigint columns come back as numeric; they are whole and safe, or an error, never rounded. */
const sum = (text: string): number => (text.includes('.') ? Number(text) : whole(text));

const OURS = new Map<number, (text: string) => unknown>([[INT8, whole], [NUMERIC, sum], [DATE, (text: string) => text]]);

/** For `types` of a pg client or pool: leaves the process-wide parsers alone. */
export const ourTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const ours = format === 'binary' ? undefined : OURS.get(oid);
    return ours ?? pg.types.getTypeParser(oid, format as 'text');
  },
} as unknown as pg.CustomTypesConfig;
