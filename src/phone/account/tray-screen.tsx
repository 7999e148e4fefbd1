// "Khay thư niêm phong": what came from phones that may not come in any more, for the officer to put into the book or keep apart.
import { useEffect, useState } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { Part } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import type { Reason } from './ask.ts';
import { askTray, byPhone, handle, type Tray, type TrayLine } from './tray-ask.ts';
import { nameOf, OpenLine, Said } from './tray-line.tsx';
import { y } from './tray-words.ts';
import { Why } from './why.tsx';

export default function TrayScreen({ book }: ScreenProps) {
  const [tray, setTray] = useState<Tray | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const [news, setNews] = useState('');
  useEffect(() => {
    let gone = false;
    void askTray(book.seat.device).then((asked) => {
      if (gone) return;
      if ('refusal' in asked) setWhy(asked.refusal);
      else { setTray(asked.answer); setWhy(null); }
    });
    return () => { gone = true; };
  }, [turn]);
  const again = (told = '') => {
    setNews(told);
    setTurn((now) => now + 1);
    // What was booked is in the officer's own book with the next exchange.
    if (told !== '') void book.exchangeNow().catch(() => undefined);
  };
  return (
    <Page title={y('tray.title')} back="#/van-phong">
      <div class="stack">
        <p>{y('tray.lead')}</p>
        <p class="small soft">{y('tray.said.means')}</p>
        <p role="status" class="strong">{news}</p>
        {why?.code === 'road.no-signal'
          ? <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive"><div><Button onPress={() => { setWhy(null); again(); }}>{t('do.retry')}</Button></div></Notice>
          : why && <Why reason={why} />}
        {!tray && !why && <p role="status">{a('office.asking')}</p>}
        {tray?.open.length === 0 && <Empty picture="letter" title={y('tray.empty')}><p>{y('tray.empty.means')}</p></Empty>}
        {byPhone(tray?.open ?? []).map((lines) => <PhoneOf key={lines[0]!.device} book={book} lines={lines} onDone={again} />)}
        {tray && tray.past.length > 0 && (
          <details class="fold">
            <summary>{y('tray.past', tray.past.length)}</summary>
            <ul class="stack">{tray.past.map((line) => <PastLine key={`${line.device} ${line.turn} ${line.hash}`} book={book} line={line} onDone={again} />)}</ul>
          </details>
        )}
      </div>
    </Page>
  );
}

interface PhoneOfProps {
  readonly book: Book;
  readonly lines: readonly TrayLine[];
  readonly onDone: (news: string) => void;
}

/** What one phone sent, in the order it was said. All of it may go in at once: it stops at the first the rules refuse. */
function PhoneOf({ book, lines, onDone }: PhoneOfProps) {
  const [done, setDone] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Reason | null>(null);
  const [first] = lines;
  const readable = lines.filter((line) => line.act !== null);
  const all = async () => {
    setRefusal(null);
    let count = 0;
    for (const line of readable) {
      setDone(count);
      const refused = await handle(book.seat.device, 'book', line);
      if (refused) { setRefusal(refused); break; }
      count += 1;
    }
    setDone(null);
    if (count > 0) onDone(y('tray.booked.some', count, lines.length - count));
  };
  return (
    <Part title={y('tray.phone', first!.name ?? y('tray.no-one'), first!.phoneName)} count={lines.length}>
      <div class="stack">
        {readable.length > 1 && <div><Confirm look="edge" label={y('tray.book.all', readable.length)} ask={y('tray.book.ask')} yes={done === null ? y('tray.book') : `${y('tray.booking')} ${done}/${readable.length}`} busy={done !== null} onYes={() => void all()} /></div>}
        {refusal && <RefusalNote refusal={refusal} arrives />}
        <ul class="stack">{lines.map((line) => <OpenLine key={`${line.turn} ${line.hash}`} book={book} line={line} later={isLater(line, lines)} onDone={onDone} />)}</ul>
      </div>
    </Part>
  );
}

/** Whether something said before it, which the server would have to pass over, lies open still. */
const isLater = (line: TrayLine, lines: readonly TrayLine[]): boolean =>
  line.came === 'letter' && lines.some((one) => one.act !== null && !one.known && one.came === 'letter' && one.turn < line.turn);

function PastLine({ book, line, onDone }: { readonly book: Book; readonly line: TrayLine; readonly onDone: (news: string) => void }) {
  const [refusal, setRefusal] = useState<Reason | null>(null);
  const step = line.step!;
  const by = step.by ?? y('tray.no-one');
  const name = nameOf(book, line);
  const back = async () => {
    const refused = await handle(book.seat.device, 'back', line);
    if (refused) setRefusal(refused);
    else onDone(y('tray.back.done', name));
  };
  const told = step.what === 'booked'
    ? `${y('tray.past.booked', by, step.doneAt)}, ${y(step.author === line.person ? 'tray.past.author' : 'tray.past.officer')}`
    : step.what === 'known' ? y('tray.past.known', by, step.doneAt)
      : step.what === 'opened' ? y('tray.past.opened', step.doneAt) : y('tray.past.aside', by, step.doneAt, step.reason ?? '');
  return (
    <li class="sheet stack tight">
      <h3>{name}</h3>
      <p class="soft">{y('tray.phone', line.name ?? y('tray.no-one'), line.phoneName)}</p>
      <p>{told}</p>
      <details class="fold"><summary>{y('tray.own')}</summary><Said line={line} /></details>
      {refusal && <RefusalNote refusal={refusal} />}
      {step.what === 'aside' && <div><Button look="edge" picture="undo" onPress={() => void back()}>{y('tray.back')}</Button></div>}
    </li>
  );
}
