// Which backups stay: the newest two, one an hour of the last day, then one a day, then one a month.

export const HOURS = 24;
export const DAYS = 30;
export const MONTHS = 12;

/**
 * @param names ISO moments in UTC as folder names: `2026-11-23T15-00-00Z`
 * @returns those to keep: the newest of each of the last 24 hours, 30 days and 12 months that have any; the newest two always,
 *   as phones let go of what stands in two
 */
export function toKeep(names: readonly string[]): ReadonlySet<string> {
  const newestFirst = [...names].sort().reverse();
  const keep = new Set<string>(newestFirst.slice(0, 2));
  for (const [letters, most] of [['2026-11-23T15'.length, HOURS], ['2026-11-23'.length, DAYS], ['2026-11'.length, MONTHS]] as const) {
    const seen = new Set<string>();
    for (const name of newestFirst) {
      const span = name.slice(0, letters);
      if (seen.has(span)) continue;
      if (seen.size === most) break;
      seen.add(span);
      keep.add(name);
    }
  }
  return keep;
}
