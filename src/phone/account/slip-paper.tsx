// The slip as it is printed: whose it is, the QR square, the code, how to use it and until when.
import type { PersonRow } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { dayOf } from '#phone/words/format.ts';
import { spaced } from './paper.ts';
import { PaperHead } from './paper-head.tsx';
import { p } from './print-words.ts';
import { Qr } from './qr.tsx';
import { staffOf } from './staff.ts';
import { words as office } from '#phone/words/account.vi.ts';
import { villageName } from './post-line.tsx';

export interface Slip {
  readonly slip: string;
  readonly url: string;
  /** Moment in ms. */
  readonly until: number;
  readonly login: string;
}

interface SlipPaperProps {
  readonly book: Book;
  readonly person: PersonRow;
  readonly slip: Slip;
  readonly size: 'a6' | 'a4';
}

export function SlipPaper({ book, person, slip, size }: SlipPaperProps) {
  const posts = staffOf([person], book.today())[0]?.posts ?? [];
  return (
    <article class={`paper slip ${size}`} lang="vi">
      <PaperHead book={book} heading={p('slip.heading')} />
      <div class="slip-who">
        <div>
          <p class="small-caps">{p('slip.for')}</p>
          <p class="big">{person.body.name}</p>
          {posts.map((post) => <p key={post.id}>{office[`role.${post.role}`]} · {post.village === null ? office['people.all-villages'] : villageName(book, post.village)}</p>)}
          <p class="small-caps">{p('slip.login')}</p>
          <p class="code">{slip.login}</p>
        </div>
        <figure>
          <Qr text={slip.url} label={p('slip.heading')} />
        </figure>
      </div>
      <p class="small-caps">{p('slip.code')}</p>
      <p class="code big">{spaced(slip.slip.replaceAll('-', ''))}</p>
      <p class="until">{p('slip.until', dayOf(slip.until))}</p>
      <ol>
        <li>{p('slip.how.1')}</li>
        <li>{p('slip.how.2')} <b class="address">{slip.url.split('/#')[0]}</b></li>
        <li>{p('slip.how.3')}</li>
        <li>{p('slip.how.4')}</li>
      </ol>
      <p class="keep">{p('slip.keep')}</p>
    </article>
  );
}
