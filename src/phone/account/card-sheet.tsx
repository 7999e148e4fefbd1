// Household cards as they are printed: eight on an A4, cut along the dashes; big numbers, pictures beside few words.
import type { Book } from '#phone/book.ts';
import { Picture, type PictureName } from '#phone/parts/picture.tsx';
import { spaced } from './paper.ts';
import { villageName } from './post-line.tsx';
import { p } from './print-words.ts';
import { Qr } from './qr.tsx';

export interface Card {
  readonly no: string;
  readonly head: string;
  readonly village: string;
  readonly code: string;
  readonly pin: string;
  readonly url: string;
}

export const CARDS_A_SHEET = 8;

export function CardSheets({ book, cards }: { readonly book: Book; readonly cards: readonly Card[] }) {
  const sheets = Array.from({ length: Math.ceil(cards.length / CARDS_A_SHEET) }, (_, at) => cards.slice(at * CARDS_A_SHEET, (at + 1) * CARDS_A_SHEET));
  return (
    <>
      {sheets.map((sheet, at) => (
        <section key={at} class="paper card-page a4" lang="vi">
          <p class="sheet-no">{p('card.cut')} · {p('card.sheet', at + 1, sheets.length)}</p>
          <div class="cards">{sheet.map((card) => <OneCard key={card.code} book={book} card={card} />)}</div>
        </section>
      ))}
    </>
  );
}

const STEPS: readonly (readonly [PictureName, 'card.how.1' | 'card.how.2' | 'card.how.3' | 'card.how.4'])[] = [
  ['camera', 'card.how.1'], ['key', 'card.how.2'], ['eye', 'card.how.3'], ['check', 'card.how.4'],
];

function OneCard({ book, card }: { readonly book: Book; readonly card: Card }) {
  const commune = book.commune.value?.body;
  return (
    <article class="card">
      <div class="weave" aria-hidden="true" />
      <header>
        <h2>{p('card.heading')} · {villageName(book, card.village)}</h2>
        <p>{commune?.sample ? <b>{p('sample')}</b> : commune?.name}</p>
      </header>
      <div class="card-who">
        <div>
          <p class="card-no">{p('card.no')} <b>{card.no}</b></p>
          <p class="card-head">{card.head}</p>
          <p class="card-pin">{p('card.pin')} <b>{card.pin.replace(/(\d{3})(?=\d)/gu, '$1\u2009')}</b></p>
        </div>
        <figure>
          <Qr text={card.url} label={p('card.heading')} />
        </figure>
      </div>
      <ol>{STEPS.map(([picture, how]) => <li key={how}><Picture name={picture} size={26} /><span>{p(how)}</span></li>)}</ol>
      <p class="card-foot"><b>{p('card.code')} <span class="card-code">{spaced(card.code.replaceAll('-', ''))}</span></b><span>{p('card.keep')}</span></p>
    </article>
  );
}
