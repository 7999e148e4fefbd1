// Home visits: who came, who was met, what was heard; and petitions, which carry a lawful clock.
import type { Row } from '#journal/act.ts';
import type { Day, Language } from '../places/rows.ts';
import type { Clip as AnyClip } from '../households/clips.ts';

/** Everyday matters only: opinions on authorities, religion or loyalty have no topic, by law and by design. */
export const TOPICS = [
  'livelihood', 'land', 'road', 'water', 'power', 'house', 'school', 'health', 'policy', 'environment', 'village', 'thanks', 'other',
] as const;
export type Topic = (typeof TOPICS)[number];

export type Clip = AnyClip;

export interface Heard {
  readonly topic: Topic;
  /** In the family's own words; null where there is only a recording. */
  readonly words: string | null;
  readonly clip: Clip | null;
}

export interface VisitBody {
  readonly on: Day;
  /** Person ids of those who came; the author is always among them. */
  readonly came: readonly string[];
  /** Others who came along, by name. */
  readonly along: readonly string[];
  /** Who was met, as said: a member's name or "không gặp ai" is `met: []`. */
  readonly met: readonly string[];
  readonly language: Language;
  readonly heard: readonly Heard[];
  readonly photos: readonly Clip[];
  readonly by: string;
  /** Set by visit.correct: what the earlier words were is in the journal. */
  readonly correctedOn: Day | null;
}
export type VisitRow = Row<'visit', VisitBody>;

export interface PetitionBody {
  readonly visit: string | null;
  readonly topic: Topic;
  readonly matter: string;
  readonly by: string;
  readonly on: Day;
  /** Status reply due: 10 working days (Law 42/2013/QH13, Art. 28). */
  readonly replyDueOn: Day;
  readonly replies: readonly { readonly on: Day; readonly by: string; readonly words: string; readonly final: boolean }[];
}
export type PetitionRow = Row<'petition', PetitionBody>;
