// "Sao lưu": whether the book's backups are in order, where they lie, what to do where they are not, and the recovery sheet.
import { useEffect, useState } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { usePaper } from './paper-page.ts';
import { b } from './backup-words.ts';
import { RecoverySheet, type Sheet } from './recovery-sheet.tsx';
import { SecretField } from './secret-field.tsx';
import { Why } from './why.tsx';

interface Problem {
  readonly code: 'none' | 'late' | 'failed' | 'same-disk' | 'second-away' | 'second-failed' | 'drill-failed' | 'drill-late' | 'photos-lost' | 'sheet' | 'other-key' | 'unsealed';
  readonly params: Readonly<Record<string, string | number>>;
  readonly urgent: boolean;
}

/** As GET /api/office/backups tells it. Moments in ms. */
interface Backups {
  readonly place: string;
  readonly count: number;
  readonly last: { readonly at: number; readonly rows: number; readonly clips: number } | null;
  readonly second: { readonly place: string; readonly at: number | null; readonly awaySince: number | null } | null;
  readonly drill: { readonly at: number; readonly rows: number; readonly seconds: number; readonly good: boolean } | null;
  readonly key: { readonly mark: string; readonly printedAt: number | null } | null;
  readonly problems: readonly Problem[];
}

export default function BackupsScreen({ book }: ScreenProps) {
  const [backups, setBackups] = useState<Backups | null | undefined>();
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  usePaper(sheet !== null);
  useEffect(() => {
    let gone = false;
    void ask<{ readonly backups: Backups | null }>('office/backups', { device: book.seat.device }).then((asked) => {
      if (gone) return;
      if ('refusal' in asked) setWhy(asked.refusal);
      else { setBackups(asked.answer.backups); setWhy(null); }
    });
    return () => { gone = true; };
  }, [turn, sheet]);
  if (sheet) {
    return (
      // A page of its own, so that the keyboard and the voice begin at its heading.
      <Page key="sheet" title={b('sheet.ready')} back="#/van-phong" action={<Button look="main" onPress={() => print()}>{b('sheet.print')}</Button>}>
        <div class="stack">
          <div class="no-print"><Notice tone="acts"><p>{b('sheet.once')}</p></Notice></div>
          <RecoverySheet book={book} sheet={sheet} />
          <div class="no-print"><Button onPress={() => setSheet(null)}>{t('do.close')}</Button></div>
        </div>
      </Page>
    );
  }
  return (
    <Page key="standing" title={b('title')} back="#/van-phong">
      <div class="stack">
        <p>{b('lead')}</p>
        {why?.code === 'road.no-signal'
          ? <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive"><div><Button onPress={() => { setWhy(null); setTurn(turn + 1); }}>{t('do.retry')}</Button></div></Notice>
          : why && <Why reason={why} />}
        {backups === undefined && !why && <p role="status">{a('office.asking')}</p>}
        {backups === null && <Notice tone="lost" title={b('not-kept')}><p>{b('not-kept.means')}</p></Notice>}
        {backups && <Problems problems={backups.problems} />}
        {backups && <Standing backups={backups} />}
        {backups && <AskSheet book={book} onSheet={setSheet} />}
      </div>
    </Page>
  );
}

/** What the server itself says of a fault is for whoever runs it: folded away, to be read out or copied. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return <Notice tone="good" title={b('good')} live="polite" />;
  return (
    <>
      {problems.map((one) => {
        const [what, remedy] = textsOf(one);
        const { text } = one.params;
        return (
          <Notice key={one.code} tone={one.urgent ? 'lost' : 'acts'} title={what}>
            <p>{remedy}</p>
            {typeof text === 'string' && text !== '' && <details class="fold"><summary>{b('problem.detail')}</summary><p class="small soft" lang="en">{text}</p></details>}
          </Notice>
        );
      })}
    </>
  );
}

/** What is wrong, and what to do. */
function textsOf({ code, params }: Problem): readonly [string, string] {
  const n = Number(params['count'] ?? params['days'] ?? params['hours'] ?? 0);
  const why = String(params['why'] ?? '');
  switch (code) {
    case 'failed': case 'second-failed': return [b(`problem.${code}`, why), b(`problem.${code}.do`, why)];
    case 'late': case 'second-away': case 'drill-late': case 'photos-lost': case 'other-key': case 'unsealed': return [b(`problem.${code}`, n), b(`problem.${code}.do`)];
    default: return [b(`problem.${code}`), b(`problem.${code}.do`)];
  }
}

function Standing({ backups: { last, place, count, second, drill, key } }: { readonly backups: Backups }) {
  const away = second !== null && second.awaySince !== null;
  return (
    <Rows>
      <Row picture="clock" name={b('last')} note={last === null ? b('last.none') : <>{b('last.at', last.at)}{last.rows > 0 && <> · {b('last.holds', last.rows, last.clips)}</>}</>} />
      <Row picture="file" name={b('place')} note={<><span class="address">{place}</span> · {b('place.count', count)}</>} />
      <Row
        picture="give" name={b('second')}
        note={second === null ? b('second.none') : <><span class="address">{second.place}</span> · {away ? b('second.away', second.awaySince!) : second.at === null ? b('second.never') : b('second.at', second.at)}</>}
      />
      <Row picture={drill === null ? 'clock' : drill.good ? 'check' : 'warning'} name={b('drill')} note={drill === null ? b('drill.none') : drill.good ? b('drill.good', drill.at, drill.rows, drill.seconds) : b('drill.bad', drill.at)} />
      {key && <Row picture="key" name={b('key')} note={<>{b('key.mark', key.mark)} · {key.printedAt === null ? b('key.unprinted') : b('key.printed', key.printedAt)}</>} />}
    </Rows>
  );
}

/** The key opens everything: whoever stands at the desk must show that it is theirs. */
function AskSheet({ book, onSheet }: { readonly book: Book; readonly onSheet: (sheet: Sheet) => void }) {
  const [password, setPassword] = useState('');
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const submit = async () => {
    if (asking || password === '') return;
    setAsking(true);
    setWhy(null);
    const asked = await ask<Sheet>('office/backups/sheet', { method: 'POST', device: book.seat.device, body: { password } });
    setAsking(false);
    if ('refusal' in asked) setWhy(asked.refusal);
    else onSheet(asked.answer);
  };
  return (
    <section class="stack">
      <h2>{b('sheet.title')}</h2>
      <p>{b('sheet.lead')}</p>
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <SecretField label={b('sheet.password')} value={password} onChange={(text) => { setPassword(text); setWhy(null); }} autocomplete="current-password" />
        {why && <Why reason={why} />}
        <div><Button look="main" type="submit" picture="key" disabled={asking || password === ''}>{asking ? b('sheet.asking') : b('sheet.do')}</Button></div>
      </form>
    </section>
  );
}
