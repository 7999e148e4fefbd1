// The register: households, who lives in them, and what they consented to.
import type { Row } from '#journal/act.ts';
import type { Day, Language, Met } from '../places/rows.ts';

export const RELATIONS = ['head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly relation: Relation;
  readonly sex: 'm' | 'f' | null;
  /** Day, or only the year as YYYY, as the village knows it. */
  readonly born: string | null;
  /** Left the household on (moved, married away, died: not said which unless the family says so). */
  readonly leftOn: Day | null;
}

/** A household that was merged into this one: its own rows stay where they are, and are shown as one with this one's. */
export interface Merged {
  readonly household: string;
  readonly by: string;
  readonly on: Day;
  /** Consents that stood on one side only and were withdrawn on the other: the merging withdrew them, parting gives them back. */
  readonly withdrew: readonly { readonly household: string; readonly purpose: ConsentPurpose }[];
}

/** Meetings are of its plain fields and of its members'; `closedOn` and `leftOn` are fields too. */
export interface HouseholdBody extends Met {
  /** Number in the village's own register, as written there: `12`, `012A`. */
  readonly no: string;
  /** Name of the head, as members may be unknown. */
  readonly head: string;
  readonly members: readonly Member[];
  readonly language: Language | null;
  /** Hamlet, cluster, lane: how people say where it is. Never coordinates. */
  readonly place: string | null;
  readonly phone: string | null;
  readonly closedOn: Day | null;
  /** The household asked to restrict what is done with its data: no words, photos or recordings more. Left out while it did not. */
  readonly limitedOn?: Day;
  /** All its data were erased on that day; the line stays, empty. Left out while they were not. */
  readonly erasedOn?: Day;
  /** Who entered it in the register, and when; left out in books older than this note. */
  readonly added?: { readonly by: string; readonly on: Day };
  /** Edits that came after the household was closed: taken, and to be looked at. Left out while there are none. */
  readonly review?: readonly { readonly by: string; readonly on: Day }[];
  /** Households merged into this one; left out while there are none. */
  readonly merged?: readonly Merged[];
  /** The household this one is shown as one with; left out while there is none. */
  readonly mergedInto?: string;
  /** Households that somebody looked at beside this one and found to be others; left out while there are none. */
  readonly apart?: readonly string[];
}
export type HouseholdRow = Row<'household', HouseholdBody>;

export const CONSENT_PURPOSES = ['visit-notes', 'photo', 'voice'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** One line of the consent ledger (Law 91/2025/QH15: verifiable, specific, withdrawable; silence is not consent). */
export interface ConsentBody {
  readonly purpose: ConsentPurpose;
  readonly given: boolean;
  readonly how: 'spoken' | 'signed';
  readonly language: Language;
  /** Version of the words that were read out. */
  readonly text: string;
  readonly on: Day;
  /** Member who spoke for the household, by name as said. */
  readonly by: string;
  readonly withdrawnOn: Day | null;
}
export type ConsentRow = Row<'consent', ConsentBody>;
