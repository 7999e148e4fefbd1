// Two people set the same plain field: the later stands, and whoever was replaced can see it.
import type { Said } from '#journal/act.ts';
import type { HouseholdBody, Replaced, SetBy } from './rows.ts';

/** Plain fields of a household or of one of its members, by name. */
type Fields = Readonly<Record<string, string | null>>;
type Some = { readonly [field: string]: string | null | undefined };

const KEEP_REPLACED = 10;
const KEEP_SET_BY = 40;

interface Amending {
  /** What is being amended, as it is now. */
  readonly now: object;
  readonly next: Some;
  /** What the author saw, for the fields whose value they say they saw. */
  readonly was: Some;
  readonly member?: string;
}

/** The household's notes after the amendment: who set which field last, and whose value was replaced unseen. */
export function amended(household: HouseholdBody, { now, next, was, member }: Amending, said: Said): Pick<HouseholdBody, 'setBy' | 'replaced'> {
  const before = now as Fields;
  const whose = (field: string) => (one: { readonly field: string; readonly member?: string }) => one.field === field && one.member === member;
  const name = (field: string) => (member === undefined ? { field } : { field, member });
  const changed = Object.keys(next).filter((field) => (next[field] ?? null) !== (before[field] ?? null));
  if (changed.length === 0) return {};
  const setBy = household.setBy ?? [];
  const replaced = changed
    .filter((field) => field in was && (was[field] ?? null) !== (before[field] ?? null))
    .map((field): Replaced => ({
      ...name(field), was: before[field] ?? null, of: setBy.find(whose(field))?.by ?? null, by: said.author, on: said.today,
    }));
  const others = setBy.filter((one) => !changed.some((field) => whose(field)(one)));
  const all = [...(household.replaced ?? []), ...replaced];
  return {
    setBy: [...others, ...changed.map((field): SetBy => ({ ...name(field), by: said.author }))].slice(-KEEP_SET_BY),
    ...(all.length > 0 ? { replaced: all.slice(-KEEP_REPLACED) } : {}),
  };
}
