// The head of a paper made for one person: the woven band, whether it is only a sample, which commune, and what the paper is.
import type { Book } from '#phone/book.ts';
import { p } from './print-words.ts';

export function PaperHead({ book, heading }: { readonly book: Book; readonly heading: string }) {
  const commune = book.commune.value?.body;
  return (
    <>
      <div class="weave" aria-hidden="true" />
      {commune?.sample && <p class="paper-sample">{p('sample')}</p>}
      <header>
        <p>{commune?.name}{commune ? `, ${commune.province}` : ''}</p>
        <h2>{heading}</h2>
      </header>
    </>
  );
}
