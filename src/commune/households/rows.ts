// The register: households, who lives in them, and what they consented to.
import type { Row } from '#journal/act.ts';
import type { Day, Language } from '../places/rows.ts';

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

export interface HouseholdBody {
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
