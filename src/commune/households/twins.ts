// Which households of a village are perhaps one family entered twice: the reasons in words, never a score.
import { tally } from '#journal/canonical.ts';
import type { HouseholdBody } from './rows.ts';
import { fold } from './search.ts';

/**
 * number: the same number but for zeros in front · near-number: a letter behind it, or the next one · member: somebody
 * besides the head has the same name · phone: the same telephone.
 */
export const TWIN_REASONS = ['number', 'near-number', 'member', 'phone'] as const;
export type TwinReason = (typeof TWIN_REASONS)[number];

/** What is compared. */
export interface TwinSight {
  readonly id: string;
  readonly village: string;
  readonly no: string;
  readonly head: string;
  readonly closed: boolean;
  /** From `marksOf`; left out where it is not known. */
  readonly marks?: string;
  readonly apart?: readonly string[];
  readonly mergedInto?: string;
}

export interface Twins<T extends TwinSight = TwinSight> {
  readonly one: T;
  readonly other: T;
  /** At least one, in the order of the list above. */
  readonly reasons: readonly TwinReason[];
}

const short = (text: string): string => tally(text).toString(36).slice(-6);
/** Numbers as dialled here: without the country's code, spaces and the zero in front. */
const phones = (phone: string | null): readonly string[] =>
  (phone ?? '').split(/[,;/]/).map((one) => one.replace(/\D/g, '').replace(/^(84|0)/, '')).filter((one) => one.length >= 7);

const yearOf = (born: string | null): string => born?.slice(0, 4) ?? '';

/**
 * Short marks of the people and telephones of a household, so that a list of ten thousand can be compared: `h` the head's year
 * of birth, `m` somebody else's name without its accents and their year of birth, `p` a telephone.
 */
export function marksOf({ head, members, phone }: Pick<HouseholdBody, 'head' | 'members' | 'phone'>): string {
  const own = fold(head);
  const marks = members.filter(({ leftOn }) => leftOn === null).map(({ name, born }) => (fold(name) === own ? `h${yearOf(born)}` : `m${short(fold(name))}-${yearOf(born)}`));
  return [...new Set([...marks.filter((mark) => mark !== 'h'), ...phones(phone).map((one) => `p${short(one)}`)])].join(' ');
}

const markedBy = (marks: string | undefined, letter: string): readonly string[] =>
  (marks ?? '').split(' ').filter((mark) => mark.startsWith(letter)).map((mark) => mark.slice(1));

/** A year that is not known contradicts none; people here are often a year older or younger in another list. */
const agree = (a: string, b: string): boolean => a === '' || b === '' || Math.abs(Number(a) - Number(b)) <= 1;

/** Short names are common in a village: the same name counts only with a birth that may be the same. */
const sharePerson = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.some((other) => {
  const [[name, year], [twin, born]] = [one.split('-') as [string, string], other.split('-') as [string, string]];
  return name === twin && agree(year, born);
}));

function numberReason(a: string, b: string): readonly TwinReason[] {
  const [one, other] = [a, b].map((no) => fold(no).replace(/\s/g, '').replace(/^0+(?=\d)/, ''));
  if (one === other) return ['number'];
  const [x, y] = [one!, other!].map((no) => /^(\d+)[a-z]?$/.exec(no)?.[1]);
  if (x === undefined || y === undefined) return [];
  return x === y || Math.abs(Number(x) - Number(y)) === 1 ? ['near-number'] : [];
}

/** Why the two are perhaps one: their heads have one name but for accents, and something else fits too. Empty: they are not. */
export function twinReasons(one: TwinSight, other: TwinSight): readonly TwinReason[] {
  if (one.id === other.id || one.village !== other.village || one.closed || other.closed) return [];
  if (one.mergedInto !== undefined || other.mergedInto !== undefined) return [];
  if (one.apart?.includes(other.id) || other.apart?.includes(one.id) || fold(one.head) !== fold(other.head)) return [];
  const marks = (letter: string) => [markedBy(one.marks, letter), markedBy(other.marks, letter)] as const;
  // Two heads of one name who were born in different years are two people.
  const [ours, theirs] = marks('h');
  if (ours.length > 0 && theirs.length > 0 && !ours.some((year) => theirs.some((born) => agree(year, born)))) return [];
  return [
    ...numberReason(one.no, other.no),
    ...(sharePerson(...marks('m')) ? ['member' as const] : []),
    ...(marks('p')[0].some((phone) => marks('p')[1].includes(phone)) ? ['phone' as const] : []),
  ];
}

/** All pairs that are perhaps one, in the order given. */
export function twinsAmong<T extends TwinSight>(all: readonly T[]): readonly Twins<T>[] {
  const byHead = new Map<string, T[]>();
  for (const one of all) {
    if (one.closed || one.mergedInto !== undefined) continue;
    const key = `${one.village}/${fold(one.head)}`;
    const known = byHead.get(key);
    if (known) known.push(one);
    else byHead.set(key, [one]);
  }
  return [...byHead.values()].filter((alike) => alike.length > 1).flatMap((alike) => alike.flatMap((one, i) => alike.slice(i + 1).flatMap((other) => {
    const reasons = twinReasons(one, other);
    return reasons.length > 0 ? [{ one, other, reasons }] : [];
  })));
}
