// How long each thing is kept, from when, and why: the rules the retention job runs by and the household can read.

/** Months after which something goes, counted from a day or moment that `from` names. */
export interface Retention {
  /** null: as long as what it belongs to stands. */
  readonly months: number | null;
  /** Where it is kept shorter than a month. */
  readonly days?: number;
  /** What the term counts from. */
  readonly from: 'visit' | 'promise-over' | 'petition-answered' | 'request-closed' | 'household-closed' | 'member-left' | 'replaced'
    | 'person-closed' | 'said' | 'seen' | 'used' | 'made' | 'none';
  /**
   * What happens then. faded: words, names and pictures go, day and kind stay · gone: deleted · erased: the household as a
   * whole, as if it had asked · rotated: overwritten by newer ones · none: nothing by itself.
   */
  readonly becomes: 'faded' | 'gone' | 'erased' | 'rotated' | 'none';
  readonly source: string;
  readonly confidence: 'confirmed' | 'unverified' | 'own';
}

const OWN = 'quy định của phần mềm này: chỉ giữ khi còn cần (Luật 91/2025/QH15)';
const own = (months: number | null, from: Retention['from'], becomes: Retention['becomes'], days?: number): Retention =>
  ({ months, from, becomes, source: OWN, confidence: 'own', ...(days === undefined ? {} : { days }) });

export const RETENTIONS = {
  /** The register's line, as long as the household is in the village; then two years for what comes after. */
  'register': own(24, 'household-closed', 'erased'),
  'member': own(24, 'member-left', 'gone'),
  'replaced': own(24, 'replaced', 'gone'),
  'visit-words': own(24, 'visit', 'faded'),
  'promise-words': own(24, 'promise-over', 'faded'),
  /** Longer than the household's own erasing: a petition must be answerable for. The years were not found in a law by us. */
  'petition-words': { months: 60, from: 'petition-answered', becomes: 'faded', source: 'Luật Tiếp công dân 42/2013/QH13', confidence: 'unverified' },
  /** That rights were honoured must be shown when asked. */
  'request-words': { months: 60, from: 'request-closed', becomes: 'faded', source: 'Luật 91/2025/QH15', confidence: 'unverified' },
  'with-household': own(null, 'none', 'erased'),
  'with-row': own(null, 'none', 'faded'),
  'staff': own(60, 'person-closed', 'faded'),
  /** What the acts said, after the rows they left: five years, and sooner where those fade or are erased. */
  'said': own(60, 'said', 'faded'),
  'journal': own(null, 'none', 'none'),
  'place': own(null, 'none', 'none'),
  'phone': own(24, 'seen', 'gone'),
  'card': own(12, 'used', 'gone'),
  'slip': own(1, 'used', 'gone'),
  'session': own(3, 'seen', 'gone'),
  'day': own(0, 'made', 'gone', 1),
  'part': own(0, 'made', 'gone', 45),
  /** A photo whose visit was refused or never came. */
  'unnamed': { ...own(0, 'made', 'gone'), days: 365 },
  'audit': own(24, 'made', 'gone'),
  'log': own(0, 'made', 'rotated', 30),
  'backup': own(12, 'made', 'rotated'),
  'key-file': own(0, 'made', 'rotated', 35),
  'board': own(null, 'none', 'none'),
  'on-phone': own(null, 'none', 'gone'),
} as const satisfies Readonly<Record<string, Retention>>;

export type RetentionName = keyof typeof RETENTIONS;

/** The day so many months before; the last of its month where that one is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))];
  const count = year * 12 + month - months;
  const [y, m] = [Math.floor(count / 12), count % 12];
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return `${y}-${String(m + 1).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`;
}

/** What counts from this day or an earlier one is over today under the rule; undefined where the rule has no months. */
export function overSince(name: RetentionName, today: string): string | undefined {
  const { months }: Retention = RETENTIONS[name];
  return months === null || months === 0 ? undefined : monthsBefore(today, months);
}

/** Whether what counts from `from` is over on that day under the rule. */
export function isOver(name: RetentionName, from: string | null, today: string): boolean {
  const since = overSince(name, today);
  return since !== undefined && from !== null && from <= since;
}
