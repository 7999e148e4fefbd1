// Writes a table as CSV that no spreadsheet program takes for a formula: RFC 4180, and a quote before what would begin one.

/** What a spreadsheet may run or swallow where a cell begins with it (ASVS 1.2.10). */
export const BEGINS_FORMULA = /^[=+\-@\t\r\n\0]/u;

/** A text that stays a text: `=1+1` becomes `'=1+1`. The import takes that quote away again. */
export const plainCell = (text: string): string => (BEGINS_FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** UTF-8 with its mark, so that Excel does not take Vietnamese letters for something else. */
export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\ufeff${rows.map((row) => row.map((cell) => quoted(plainCell(cell.replaceAll('\0', '')))).join(',')).join('\r\n')}\r\n`, 'utf8');
