// Says in words what a request about data is about, and which step of it comes next.
import { RETENTIONS, type RetentionName } from '#commune/rights/retention.ts';
import type { RequestRow } from '#commune/rights/rows.ts';
import type { HouseholdPage } from '#phone/book.ts';
import { languageName } from '#phone/words/languages.ts';
import { r } from '#phone/words/rights.ts';

const PLAIN = ['no', 'head', 'place', 'phone', 'language'] as const;

export interface About {
  readonly key: string;
  readonly text: string;
  /** What stands there now, as the book has it; null: nothing, or several things. */
  readonly now: string | null;
  /** The same for people, where it is not in `text` already. */
  readonly hint?: string;
}

/** What a correction may be about: the plain fields, each person, each visit. */
export function aboutsOf({ household, visits }: Pick<HouseholdPage, 'household' | 'visits'>): readonly About[] {
  const { body } = household;
  return [
    ...PLAIN.filter((field) => body[field] !== null).map((field) => ({ key: `household.${field}`, text: r(`about.household.${field}`), now: body[field], hint: field === 'language' ? languageName(body[field]!) : body[field]! })),
    ...body.members.filter(({ leftOn }) => leftOn === null).map(({ id, name }) => ({ key: `member.${id}`, text: r('about.member', name), now: name })),
    ...visits.slice(0, 12).map(({ id, body: { on } }) => ({ key: `visit.${id}`, text: r('about.visit', on), now: null })),
    { key: 'other', text: r('about.other'), now: null },
  ];
}

export const aboutText = (page: Pick<HouseholdPage, 'household' | 'visits'>, about: string | null): string | null =>
  (about === null ? null : aboutsOf(page).find(({ key }) => key === about)?.text ?? r('about.other'));

export type StateName = 'answer' | 'do' | 'confirm' | 'erasing' | 'done' | 'declined';

export function stateOf({ body }: RequestRow): StateName {
  const last = body.answers.at(-1);
  if (body.closedOn !== null) return last?.did === 'declined' ? 'declined' : 'done';
  if (body.erasing) return body.erasing.confirmedOn === null ? 'confirm' : 'erasing';
  return last ? 'do' : 'answer';
}

/** Names of the rules, for lists that show them all. */
export const RULES = Object.keys(RETENTIONS) as readonly RetentionName[];
