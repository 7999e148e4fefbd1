// Everything that can be wrong with a sheet, each by a code that a screen has words and a remedy for.

/** `stop`: must be mended in the sheet, or nothing is taken. `look`: is taken as said, after a look. */
export type Level = 'stop' | 'look';

export const PROBLEM_LEVELS = {
  // The sheet as a whole.
  'sheet.no-head': 'stop', 'sheet.no-people': 'stop', 'column.missing': 'stop',
  'village.missing': 'stop', 'village.unknown': 'stop', 'village.left-out': 'look', 'total.differs': 'look',
  'born.maybe-turned': 'look', 'born.maybe-month-first': 'look', 'number.given': 'look', 'cell.broken': 'look', 'column.notes': 'look',
  // A household.
  'number.unreadable': 'stop', 'number.twice': 'stop', 'household.two-heads': 'stop', 'household.no-head': 'stop',
  'household.head-differs': 'look', 'household.head-not-listed': 'look', 'household.too-many': 'stop', 'count.differs': 'look', 'count.unreadable': 'look',
  'phone.unreadable': 'look', 'phone.several': 'look', 'language.unreadable': 'look', 'text.long': 'stop',
  // A person.
  'member.without-household': 'stop', 'member.twice': 'look', 'name.missing': 'stop', 'name.unreadable': 'stop', 'name.odd': 'look',
  'born.unreadable': 'look', 'born.future': 'stop', 'born.too-old': 'stop', 'born.serial': 'look', 'born.about': 'look',
  'born.short-year': 'look', 'born.other-order': 'look', 'sex.unreadable': 'look', 'sex.both': 'look', 'relation.unknown': 'look',
  // Against the register.
  'village.strangers': 'stop', 'household.other-head': 'look', 'household.other-people': 'stop', 'household.was-closed': 'look', 'household.twice-alike': 'look', 'household.merged': 'look', 'household.twin': 'look', 'member.came-back': 'look',
} as const satisfies Readonly<Record<string, Level>>;
export type ProblemCode = keyof typeof PROBLEM_LEVELS;

export interface Problem {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly sheet: string;
  /** As the spreadsheet counts, from 1; null where it is about the whole sheet. */
  readonly row: number | null;
  /** `A`, `B` …; null where it is about the row. */
  readonly column: string | null;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Where {
  readonly sheet: string;
  readonly row?: number | null;
  readonly column?: string | null;
}

export const problem = (code: ProblemCode, where: Where, params: Problem['params'] = {}): Problem =>
  ({ code, level: PROBLEM_LEVELS[code], sheet: where.sheet, row: where.row ?? null, column: where.column ?? null, params });
