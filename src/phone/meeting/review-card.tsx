// A household that was closed and edited since: those who may say whether it is still here are asked.
import type { HouseholdBody } from '#commune/households/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { e } from '#phone/words/meet.ts';

interface Props {
  readonly book: Book;
  readonly household: string;
  readonly closedOn: string;
  readonly review: NonNullable<HouseholdBody['review']>;
  readonly mayAnswer: boolean;
  /** What the household is called, where its page is elsewhere. */
  readonly title?: string;
}

export function ReviewCard({ book, household, closedOn, review, mayAnswer, title }: Props) {
  const names = review.map(({ by }) => nameOf(book, by)).join(e('meet.and'));
  return (
    <Notice tone="acts" picture="edit" title={e('review.title')}>
      {title !== undefined && <p><a href={`#/ho/${household}`}>{title}</a></p>}
      <p>{e('review.line', closedOn, names)}</p>
      {mayAnswer && (
        <>
          <p class="strong">{e('review.ask')}</p>
          <div class="line">
            <Button onPress={() => sayWithUndo(book, e('review.closed'), 'household.close', { household, on: closedOn })}>{e('review.close')}</Button>
            <Button onPress={() => sayWithUndo(book, e('review.opened'), 'household.reopen', { household, was: closedOn })}>{e('review.open')}</Button>
          </div>
        </>
      )}
    </Notice>
  );
}
