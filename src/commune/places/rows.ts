// The commune, its villages, its people with posts: the rows every other room stands on.
import type { Row } from '#journal/act.ts';

export type Day = string;
/** BCP 47 code: vi, jra (Gia Rai), sed (Xơ Đăng), bdq (Ba Na), gie … or free text of at most 40 letters. */
export type Language = string;

/** A value of a plain field, who set it and when; null: as it was when the record was made, or before this was noted. */
export interface Voice {
  readonly value: string | null;
  readonly by: string | null;
  readonly on: Day | null;
  /** Others who said the same; left out while there are none. */
  readonly also?: readonly string[];
}

/** Names a plain field of a record, or of a member of a household. */
export interface Field {
  readonly field: string;
  readonly member?: string;
}

/** Open until somebody chooses. */
export interface Meeting extends Field {
  /** The act that opened it: a choice names it, so that a choice made without knowing of another is seen to be one. */
  readonly id: string;
  readonly stands: Voice;
  /** Values that somebody replaced without having seen them, oldest first; never empty. */
  readonly others: readonly Voice[];
}

/** A meeting that is over: what was chosen, by whom, and what was set aside. */
export interface Settled extends Field {
  readonly chose: Voice;
  readonly by: string;
  readonly on: Day;
  readonly over: readonly Voice[];
}

export interface SetBy extends Field {
  readonly by: string;
  readonly on: Day;
  readonly also?: readonly string[];
}

/** What a record carries besides its fields. Each list is left out while it is empty. */
export interface Met {
  /** Who set a plain field last: one a field. */
  readonly setBy?: readonly SetBy[];
  readonly meetings?: readonly Meeting[];
  /** The last ten, newest last. */
  readonly settled?: readonly Settled[];
}

/** Its meetings are of days: `off`, `on`, or null as the shipped calendar has it. */
export interface CommuneBody extends Met {
  /** Code of the General Statistics Office, e.g. 23538. */
  readonly code: string;
  readonly name: string;
  readonly province: string;
  /** A make-believe commune to try things out: said on every screen and page. */
  readonly sample: boolean;
  /** Days off that the shipped calendar does not know or has wrongly, for clocks in working days. */
  readonly daysOff: readonly Day[];
  /** Days worked although the shipped calendar has them off: made-up Saturdays, a Tết decided otherwise. */
  readonly daysOn: readonly Day[];
  /** Every officer's post that has not ended, so that the last one is never ended by mistake. */
  readonly officers: readonly { readonly person: string; readonly post: string; readonly from: Day; readonly until: Day | null }[];
}
export type CommuneRow = Row<'commune', CommuneBody>;

export interface VillageBody extends Met {
  readonly name: string;
  readonly languages: readonly Language[];
  readonly closedOn: Day | null;
}
export type VillageRow = Row<'village', VillageBody>;

export const ROLES = ['officer', 'head', 'volunteer', 'supervisor', 'household', 'viewer'] as const;
/**
 * officer: commune officer, whole commune · head: village head · volunteer: assigned households of a village ·
 * supervisor: people's inspection board member · household: a household's representative (card and PIN) ·
 * viewer: of the province, sums only.
 */
export type Role = (typeof ROLES)[number];

export interface Post {
  readonly id: string;
  readonly role: Role;
  /** null: the whole commune (officer, supervisor, viewer). */
  readonly village: string | null;
  /** For volunteers: assigned households. For a representative: its one household. Else empty. */
  readonly households: readonly string[];
  /** Households merged with an assigned one (`of`): seen and worked for as that one is. Left out while there are none. */
  readonly twins?: readonly { readonly household: string; readonly of: string }[];
  readonly from: Day;
  /** Last day of the post, or null while it is open. */
  readonly until: Day | null;
}

export interface PersonBody extends Met {
  readonly name: string;
  readonly posts: readonly Post[];
  readonly closedOn: Day | null;
}
export type PersonRow = Row<'person', PersonBody>;
