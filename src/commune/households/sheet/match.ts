// Finds for each household of a file the one of the register that it is: people tell more than numbers do.
import type { HouseholdRow } from '../rows.ts';
import { bare } from './cell.ts';
import { nameKey, type FileHousehold } from './file-household.ts';
import { problem, type Problem } from './problems.ts';
import { numberKey } from './values.ts';

/**
 * In this order: the same number and somebody in common · the same head and somebody else in common · the same head
 * in order · most of the people in common · the same number, though with other people, which is noted and may stop the taking.
 * Numbers alone come last: villages number their books anew.
 */
export function match(file: readonly FileHousehold[], open: readonly HouseholdRow[], problems: Problem[]): ReadonlyMap<FileHousehold, HouseholdRow> {
  const pairs = new Map<FileHousehold, HouseholdRow>();
  for (const village of new Set(file.map((one) => one.village))) {
    const here = new Matching(file.filter((one) => one.village === village), open.filter((row) => row.village === village));
    here.run(problems);
    for (const [one, row] of here.pairs) pairs.set(one, row);
  }
  return pairs;
}

class Matching {
  readonly pairs = new Map<FileHousehold, HouseholdRow>();
  readonly #file: readonly FileHousehold[];
  readonly #free: Set<HouseholdRow>;
  readonly #open: readonly HouseholdRow[];

  constructor(file: readonly FileHousehold[], open: readonly HouseholdRow[]) {
    this.#file = file;
    this.#open = [...open].sort((a, b) => (Number.parseInt(numberKey(a.body.no), 10) || 0) - (Number.parseInt(numberKey(b.body.no), 10) || 0));
    this.#free = new Set(open);
  }

  run(problems: Problem[]): void {
    const byNo = index(this.#open, (row) => [numberKey(row.body.no)]);
    const byHead = index(this.#open, (row) => [nameKey(row.body.head)]);
    const byPerson = index(this.#open, (row) => [...namesOf(row)]);
    const numbers = (one: FileHousehold): readonly HouseholdRow[] => (one.no === null ? [] : byNo.get(numberKey(one.no)) ?? []);
    this.#pass((one) => numbers(one).find((row) => this.#free.has(row) && inCommon(one, row) > 0));
    this.#pass((one) => (byHead.get(nameKey(one.head)) ?? []).find((row) => this.#free.has(row) && inCommon(one, row) > 1));
    this.#byHeadInOrder(byHead, problems);
    this.#pass((one) => this.#mostInCommon(one, byPerson));
    this.#byNumberAlone(numbers, problems);
  }

  /**
   * The same number and nobody in common. A name mended is the same person; a list of heads alone may have a new head;
   * but where both sides list their people, it is another household, and nothing is taken before people have looked.
   */
  #byNumberAlone(numbers: (one: FileHousehold) => readonly HouseholdRow[], problems: Problem[]): void {
    let strangers = 0;
    this.#pass((one) => {
      const row = numbers(one).find((candidate) => this.#free.has(candidate));
      if (!row || isMended(one, row)) return row;
      strangers += 1;
      const both = one.members.length > 1 && row.body.members.filter((member) => member.leftOn === null).length > 1;
      problems.push(problem(both ? 'household.other-people' : 'household.other-head', one, { no: row.body.no, was: row.body.head, now: one.head }));
      return row;
    });
    const met = this.#file.filter((one) => this.pairs.has(one)).length;
    if (strangers >= 5 && strangers * 2 > met) problems.push(problem('village.strangers', { sheet: this.#file[0]!.sheet }, { count: strangers, of: met }));
  }

  #pass(find: (one: FileHousehold) => HouseholdRow | undefined): void {
    for (const one of this.#file) {
      if (this.pairs.has(one)) continue;
      const row = find(one);
      if (!row) continue;
      this.pairs.set(one, row);
      this.#free.delete(row);
    }
  }

  /**
   * Heads of the same name, in the order of the file and of the register's numbers; where there are several on
   * a side, people should look.
   */
  #byHeadInOrder(byHead: ReadonlyMap<string, readonly HouseholdRow[]>, problems: Problem[]): void {
    const left = this.#file.filter((one) => !this.pairs.has(one));
    const times = new Map<string, number>();
    for (const one of left) times.set(nameKey(one.head), (times.get(nameKey(one.head)) ?? 0) + 1);
    this.#pass((one) => {
      const rows = (byHead.get(nameKey(one.head)) ?? []).filter((row) => this.#free.has(row) && !contradicts(one, row));
      if (rows.length > 1 || (rows.length === 1 && times.get(nameKey(one.head))! > 1)) problems.push(problem('household.twice-alike', one, { head: one.head, no: rows[0]!.body.no }));
      return rows[0];
    });
  }

  /** The head has died or changed: at least two people, and half of the smaller side, are the same. */
  #mostInCommon(one: FileHousehold, byPerson: ReadonlyMap<string, readonly HouseholdRow[]>): HouseholdRow | undefined {
    const candidates = new Set([...fileNames(one)].flatMap((name) => byPerson.get(name) ?? []).filter((row) => this.#free.has(row)));
    let best: { row: HouseholdRow; common: number } | undefined;
    for (const row of candidates) {
      const common = inCommon(one, row);
      const least = Math.min(fileNames(one).size, namesOf(row).size);
      if (common >= 2 && common * 2 >= least && (!best || common > best.common)) best = { row, common };
    }
    return best?.row;
  }
}

function index(rows: readonly HouseholdRow[], keys: (row: HouseholdRow) => readonly string[]): Map<string, HouseholdRow[]> {
  const found = new Map<string, HouseholdRow[]>();
  for (const row of rows) {
    for (const key of keys(row)) {
      const known = found.get(key);
      if (known) known.push(row);
      else found.set(key, [row]);
    }
  }
  return found;
}

const fileNames = (one: FileHousehold): ReadonlySet<string> => new Set([one.head, ...one.members.map((member) => member.name)].map(nameKey));
const namesOf = (row: HouseholdRow): ReadonlySet<string> =>
  new Set([row.body.head, ...row.body.members.filter((member) => member.leftOn === null).map((member) => member.name)].map(nameKey));

function inCommon(one: FileHousehold, row: HouseholdRow): number {
  const theirs = namesOf(row);
  let common = 0;
  for (const name of fileNames(one)) if (theirs.has(name)) common += 1;
  return common;
}

/** The head's name differs by marks, case or a slip of the hand, or the birth is the same. */
function isMended(one: FileHousehold, row: HouseholdRow): boolean {
  if (bare(one.head) === bare(row.body.head) || slips(bare(one.head), bare(row.body.head)) <= 2) return true;
  const [ours, theirs] = [bornOf(one.members, one.head), bornOf(row.body.members, row.body.head)];
  return ours !== null && ours.length === 10 && ours === theirs;
}

/** Letters put in, left out or changed between two names (Levenshtein). */
function slips(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let k = 1; k <= b.length; k++) now.push(Math.min(now[k - 1]! + 1, before[k]! + 1, before[k - 1]! + (a[i - 1] === b[k - 1] ? 0 : 1)));
    before = now;
  }
  return before[b.length]!;
}

const bornOf = (members: readonly { readonly name: string; readonly born: string | null }[], head: string): string | null =>
  members.find((member) => nameKey(member.name) === nameKey(head))?.born ?? null;

/** Two heads of one name who were born in different years are two people. */
function contradicts(one: FileHousehold, row: HouseholdRow): boolean {
  const [ours, theirs] = [bornOf(one.members, one.head)?.slice(0, 4) ?? null, bornOf(row.body.members, row.body.head)?.slice(0, 4) ?? null];
  return ours !== null && theirs !== null && ours !== theirs;
}
