// What every step of a visit is given.
import type { Book, HouseholdPage } from '#phone/book.ts';
import type { Draft } from '#phone/parts/draft.ts';
import type { LooseClips } from './loose-clips.ts';
import type { VisitDraft } from './visit-draft.ts';

export interface StepProps {
  readonly book: Book;
  readonly page: HouseholdPage;
  readonly form: VisitDraft;
  readonly clips: LooseClips;
  readonly set: Draft<VisitDraft>['set'];
  /** The person tried to go on: what is missing is shown. */
  readonly tried: boolean;
}
