// Grants as the database's row security reads them: the text of app.grants, the same in TypeScript and SQL.
import { ROW_KINDS, type Grant } from '#commune/places/policy.ts';

/** Letters that no mark of the text is among; `shape.ts` lets no id through with others. */
const PLAIN = /^[A-Za-z0-9._-]{1,60}$/;

/**
 * `all`, or words between bars as migrations/0050_scope.sql tells them: short ones first, so that a row is mostly found at
 * the beginning; a volunteer's households are listed once, not once for every kind.
 * @throws RangeError on an id that is none
 */
export function grantsText(grants: readonly Grant[]): string {
  if (grants.some((grant) => isAll(grant))) return 'all';
  const words = grants.flatMap((grant) => wordsOf(grant, grants));
  return `|${[...new Set(words)].sort((a, b) => Number(a.startsWith('@')) - Number(b.startsWith('@'))).join('|')}|`;
}

const isAll = ({ kinds, village, households, ids }: Grant): boolean =>
  village === null && households === null && ids === null && ROW_KINDS.every((kind) => kinds.includes(kind));

function wordsOf(grant: Grant, all: readonly Grant[]): readonly string[] {
  const { kinds, village, households, ids } = grant;
  for (const part of [...kinds, ...(village === null ? [] : [village]), ...(households ?? []), ...(ids ?? [])]) {
    if (!PLAIN.test(part)) throw new RangeError(`'${part}' is no id of ours`);
  }
  if (ids !== null) {
    if (village !== null || households !== null) throw new RangeError('a grant of single rows names no place');
    return kinds.flatMap((kind) => ids.map((id) => `${kind}=${id}`));
  }
  const at = village === null ? '' : `@${village}`;
  if (households === null) return kinds.map((kind) => `${kind}${at}`);
  // Rows of no household belong to every list of households.
  const ofNone = kinds.map((kind) => `${kind}${at}#`);
  if (at === '' || !isAlone(grant, all)) return [...ofNone, ...kinds.flatMap((kind) => households.map((household) => `${kind}${at}#${household}`))];
  return [...ofNone, ...kinds.map((kind) => `${kind}${at}*`), ...households.map((household) => `${at}#${household}`)];
}

/** Whether all lists of households in that village open the same kinds: else one list would lend its households to another. */
const isAlone = ({ kinds, village }: Grant, all: readonly Grant[]): boolean =>
  all.every((other) => other.village !== village || other.households === null || other.households.length === 0 ||
    (other.kinds.length === kinds.length && other.kinds.every((kind) => kinds.includes(kind))));
