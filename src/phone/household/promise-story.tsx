// What happened to a promise so far, step by step: every step stays in sight, for the keeper and for the household.
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { Book } from '#phone/book.ts';
import { nameOf } from '#phone/parts/hand.ts';
import { ClipView } from '#phone/parts/photo.tsx';
import { f } from '#phone/words/field.ts';
import { p } from '#phone/words/promise.ts';

/** Name of a person in this household's story: its representative is the household itself. */
export const whoIs = (book: Book, person: string): string => {
  const row = book.people.value.get(person);
  return row && row.household !== null ? f('role.household') : nameOf(book, person);
};

export function Steps({ book, promise }: { readonly book: Book; readonly promise: PromiseRow }) {
  return (
    <ol class="steps">
      {promise.body.steps.map((step, n) => (
        <li key={n} class={step.did === 'confirmed' ? 'kept' : ''}>
          <p class="strong">
            {step.did === 'offered' ? p('step.offered', step.to === undefined ? '' : nameOf(book, step.to)) : step.did === 'postponed' ? p('step.postponed', step.dueOn ?? promise.body.dueOn) : p(`step.${step.did}`)}
          </p>
          <p class="small soft">{p('step.by', whoIs(book, step.by), step.on)}</p>
          {step.words !== null && <p class="own-words">“{step.words}”</p>}
          {step.photo && <ClipView book={book} clip={step.photo} />}
        </li>
      ))}
    </ol>
  );
}
