// The recovery sheet as it is printed: the key in groups and as a QR square, what it opens, where to keep it, what to do with it.
import type { Book } from '#phone/book.ts';
import { PaperHead } from './paper-head.tsx';
import { p } from './print-words.ts';
import { Qr } from './qr.tsx';

/** As the server tells it. */
export interface Sheet {
  readonly key: string;
  readonly mark: string;
  /** Folders of the backups on the server's machine. */
  readonly place: string;
  readonly second: string | null;
}

/** Groups that stand in one line of the paper, beside the QR square: a fourth would be broken off. */
const IN_LINE = 3;

export function RecoverySheet({ book, sheet }: { readonly book: Book; readonly sheet: Sheet }) {
  const groups = sheet.key.split('-');
  const lines = Array.from({ length: Math.ceil(groups.length / IN_LINE) }, (_, n) => groups.slice(n * IN_LINE, (n + 1) * IN_LINE));
  return (
    <article class="paper slip a4" lang="vi">
      <PaperHead book={book} heading={p('sheet.heading')} />
      <div class="slip-who">
        <div>
          <p class="small-caps">{p('sheet.key')}</p>
          {lines.map((line, n) => <p key={n} class="code big">{line.join('-')}{n < lines.length - 1 ? '-' : ''}</p>)}
          <p class="small-caps">{p('sheet.mark')}</p>
          <p class="code">{sheet.mark}</p>
        </div>
        <figure><Qr text={sheet.key} label={p('sheet.heading')} /></figure>
      </div>
      <p class="until">{p('sheet.printed', book.today())}</p>
      <ol>
        <li>{p('sheet.how.1')}</li>
        <li>{p('sheet.how.2')} <b class="address">{sheet.place}{sheet.second === null ? '' : `, ${sheet.second}`}</b></li>
        <li>{p('sheet.how.3')} <b class="address">npm run admin -- restore</b></li>
        <li>{p('sheet.how.4')}</li>
      </ol>
      <p class="keep">{p('sheet.keep')}</p>
    </article>
  );
}
