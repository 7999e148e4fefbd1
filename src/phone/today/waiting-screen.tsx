// Everything said on this phone that is not yet safe in the book, item by item: waiting, sent, refused with the way out.
import { useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import type { Book, KeptActWithTrust } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { t } from '#phone/words/main.ts';
import { o } from '#phone/words/more.ts';
import { actLine, wordsOf } from './act-line.ts';
import { mayWriteAgain, writeAgain } from './again.ts';
import { saveFile } from './save-file.ts';
import { signInAgain } from './today-screen.tsx';

/** A season of booked acts would bury what waits. */
const BOOKED_SHOWN = 10;
const PAGE = 50;

function Refused({ book, kept }: { readonly book: Book; readonly kept: KeptActWithTrust }) {
  const line = actLine(book, kept);
  const refusal: Refusal = kept.verdict && 'refusal' in kept.verdict ? kept.verdict.refusal : { code: 'unknown' };
  const again = async () => { const to = await writeAgain(book, kept); if (to !== null) go(to); };
  return (
    <li class="sheet stack tight">
      <div class="line apart"><h3>{line.href === null ? line.name : <a href={line.href}>{line.name}</a>}</h3><TrustMark trust="refused" /></div>
      <p class="soft">{line.who}</p>
      {wordsOf(kept).map((words, n) => <p key={n} class="own-words">“{words}”</p>)}
      <RefusalNote refusal={refusal} />
      <div class="line">
        {mayWriteAgain(kept) && <Button look="main" picture="edit" onPress={() => void again()}>{o('wait.again')}</Button>}
        <Confirm look="plain" label={o('wait.dismiss')} ask={o('wait.dismiss.sure')} yes={o('wait.dismiss.yes')} onYes={() => void book.dismiss(kept.act.turn)} />
      </div>
    </li>
  );
}

function Waiting(props: { readonly book: Book; readonly title: string; readonly acts: readonly KeptActWithTrust[] }) {
  const [shown, setShown] = useState(PAGE);
  const { book, acts } = props;
  if (acts.length === 0) return null;
  return (
    <Part title={props.title} count={acts.length}>
      <Rows>
        {acts.slice(0, shown).map((kept) => {
          const line = actLine(book, kept);
          return <Row key={kept.act.turn} name={line.name} note={<>{line.note}<br />{o('wait.said', kept.act.at)}</>} end={<TrustMark trust={kept.trust} />} {...(line.href === null ? {} : { href: line.href })} />;
        })}
      </Rows>
      {acts.length > shown && <div><Button look="plain" onPress={() => setShown(shown + PAGE)}>{t('do.more')}</Button></div>}
    </Part>
  );
}

export function Road({ book }: { readonly book: Book }) {
  const road = book.road.value;
  const waits = road.waitingActs + road.waitingClips;
  const says = road.state === 'exchanging' && road.progress ? o('wait.running', road.progress.rows, road.progress.bytes) : road.state === 'quiet' ? (waits > 0 ? t('road.waiting', waits) : null) : t(`road.${road.state}`);
  return (
    <div class="stack">
      <div class="stack tight" role="status">
        {says !== null && <p class="strong">{says}</p>}
        <p class="soft">{road.lastAt === null ? o('wait.never') : o('wait.last', road.lastAt)}</p>
      </div>
      {road.trouble && road.state === 'trouble' && <RefusalNote refusal={road.trouble} />}
      {road.state === 'sign-in' && <Notice tone="waits" picture="key" title={t('road.sign-in')}><div><Button onPress={() => signInAgain(book)}>{o('wait.sign-in')}</Button></div></Notice>}
    </div>
  );
}

function Export({ book }: { readonly book: Book }) {
  const [failed, setFailed] = useState(false);
  const save = () => {
    setFailed(false);
    book.outboxFile().then((file) => saveFile(file, `nha-rong-cho-gui-${book.seat.device}-${book.today()}.json`), () => setFailed(true));
  };
  return (
    <div class="stack tight" style={{ justifyItems: 'start', marginBlockStart: '1.75rem' }}>
      <Button picture="file" onPress={save}>{o('wait.export')}</Button>
      <p class="small soft">{o('wait.export.means')}</p>
      {failed && <Notice tone="lost" live="assertive" title={o('wait.export.trouble')} />}
    </div>
  );
}

export default function WaitingScreen({ book }: ScreenProps) {
  const acts = book.acts.value;
  const road = book.road.value;
  const of = (trust: KeptActWithTrust['trust']) => acts.filter((kept) => kept.trust === trust);
  const refused = of('refused');
  const waits = road.waitingActs + road.waitingClips;
  return (
    <Page
      title={o('wait.title')} back="#/hom-nay"
      action={<Button look="main" picture="exchange" disabled={road.state === 'exchanging'} onPress={() => void book.exchangeNow()}>{road.state === 'exchanging' ? t('road.exchanging') : o('wait.now')}</Button>}
    >
      <Road book={book} />
      <div style={{ marginBlockStart: '1.5rem' }}>
        {refused.length > 0 && <Part title={o('wait.refused')} count={refused.length}><ul class="stack">{refused.map((kept) => <Refused key={kept.act.turn} book={book} kept={kept} />)}</ul></Part>}
        <Waiting book={book} title={o('wait.saved')} acts={of('saved')} />
        <Waiting book={book} title={o('wait.sent')} acts={of('sent')} />
        {road.waitingClips > 0 && <p class="line" style={{ marginBlockStart: '1rem' }}><Picture name="camera" size={20} />{o('wait.clips', road.waitingClips)}</p>}
        {waits === 0 && refused.length === 0 && <Empty picture="check" title={o('wait.none')}><p>{o('wait.none.means')}</p></Empty>}
        <Waiting book={book} title={o('wait.booked')} acts={of('booked').slice(-BOOKED_SHOWN).reverse()} />
      </div>
      {waits > 0 && <Export book={book} />}
    </Page>
  );
}
