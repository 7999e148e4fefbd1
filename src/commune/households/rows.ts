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

/** A plain field that two people set without knowing of each other: the later stands, the earlier is told. */
export interface Replaced {
  readonly field: string;
  /** Id of the member, where the field is a member's. */
  readonly member?: string;
  /** The value that was replaced. */
  readonly was: string | null;
  /** Person id of the one whose value it was; null where nobody had amended it since it was registered. */
  readonly of: string | null;
  /** Person id of the one who replaced it. */
  readonly by: string;
  readonly on: Day;
}

/** Who set a plain field last. */
export interface SetBy {
  readonly field: string;
  readonly member?: string;
  readonly by: string;
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
  /** The household asked to restrict what is done with its data: no words, photos or recordings more. Left out while it did not. */
  readonly limitedOn?: Day;
  /** All its data were erased on that day; the line stays, empty. Left out while they were not. */
  readonly erasedOn?: Day;
  /** Left out until somebody amends the household: one entry a field. */
  readonly setBy?: readonly SetBy[];
  /** The last ten such collisions, newest last; left out where there was none. */
  readonly replaced?: readonly Replaced[];
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
