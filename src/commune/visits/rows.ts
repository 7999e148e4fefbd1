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
  /** Day of the last visit.strike: words or clips were taken out, as the family withdrew its consent. Left out until then. */
  readonly struckOn?: Day;
  /**
   * Hashes of clips that a strike or a correction took out of this visit: phones and server throw their bytes away where
   * no other row names them. Left out while there are none.
   */
  readonly goneClips?: readonly string[];
}
export type VisitRow = Row<'visit', VisitBody>;

type Shown = Pick<VisitBody, 'heard' | 'photos'>;
/** Of every photo and recording a visit shows. */
export const hashesOf = ({ heard, photos }: Shown): readonly string[] =>
  [...heard.flatMap(({ clip }) => clip ?? []), ...photos].map(({ hash }) => hash);

/** The hashes this change adds to those taken out before; nothing where it takes no clip out. */
export function gone(before: VisitBody, after: Shown): Pick<VisitBody, 'goneClips'> {
  const left = new Set(hashesOf(after));
  const taken = hashesOf(before).filter((hash) => !left.has(hash));
  return taken.length === 0 ? {} : { goneClips: [...new Set([...(before.goneClips ?? []), ...taken])] };
}

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
