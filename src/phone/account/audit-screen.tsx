// "Sổ xem": who looked at what and did what besides the book, day by day, for the officers; says so when it was tampered with.
import { useEffect, useState } from 'preact/hooks';
import { addDays } from '#commune/places/days.ts';
import { Button } from '#phone/parts/button.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { homesOf, lineText, whoText, type AuditLine, type Naming } from './audit-line.ts';
import { w } from './watch-words.ts';
import { Why } from './why.tsx';

interface Answer {
  readonly lines: readonly AuditLine[];
  readonly people: Readonly<Record<string, string>>;
  readonly more: number | null;
  readonly broken: { readonly n: number } | null;
}

const NOTHING: Answer = { lines: [], people: {}, more: null, broken: null };

export default function AuditScreen({ book }: ScreenProps) {
  const today = book.today();
  const [day, setDay] = useState(today);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const fetchFrom = async (before: number | null) => await ask<Answer>(`office/audit?day=${day}${before === null ? '' : `&before=${before}`}`, { device: book.seat.device });
  useEffect(() => {
    let gone = false;
    setAnswer(null);
    setWhy(null);
    void fetchFrom(null).then((asked) => {
      if (gone) return;
      if ('refusal' in asked) setWhy(asked.refusal);
      else setAnswer(asked.answer);
    });
    return () => { gone = true; };
  }, [day, turn]);
  const further = async () => {
    const so = answer ?? NOTHING;
    const asked = await fetchFrom(so.more);
    if ('refusal' in asked) setWhy(asked.refusal);
    else setAnswer({ ...asked.answer, lines: [...so.lines, ...asked.answer.lines], people: { ...so.people, ...asked.answer.people } });
  };
  const naming: Naming = {
    person: (id) => answer?.people[id] ?? book.people.value.get(id)?.body.name ?? w('audit.gone'),
    village: (id) => book.villages.value.find((one) => one.id === id)?.body.name ?? id,
    household: (id) => book.lines.value.find((line) => line.id === id)?.no ?? null,
  };
  return (
    <Page title={w('audit.title')} back="#/van-phong" full>
      <div class="stack">
        <p>{w('audit.lead')}</p>
        <p class="small soft">{w('audit.never')}</p>
        <div class="line no-print" style={{ alignItems: 'end' }}>
          <Button picture="back" onPress={() => setDay(addDays(day, -1))}>{w('audit.before')}</Button>
          <TextField label={w('audit.day')} type="date" value={day} max={today} onChange={(next) => { if (/^\d{4}-\d\d-\d\d$/.test(next)) setDay(next); }} />
          {day < today && <Button picture="go" onPress={() => setDay(addDays(day, 1))}>{w('audit.after')}</Button>}
          {answer && answer.lines.length > 0 && <Button picture="file" onPress={() => print()}>{w('audit.print')}</Button>}
        </div>
        <h2>{w('audit.on', day)}</h2>
        {why?.code === 'road.no-signal'
          ? <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive"><div><Button onPress={() => setTurn(turn + 1)}>{t('do.retry')}</Button></div></Notice>
          : why && <Why reason={why} />}
        {!answer && !why && <p role="status">{a('office.asking')}</p>}
        {answer && (answer.broken
          ? <Notice tone="lost" live="assertive" title={w('audit.broken')}><p>{w('audit.broken.means', answer.broken.n)}</p></Notice>
          : <p class="small soft">{w('audit.whole')}</p>)}
        {answer && answer.lines.length === 0 && <Empty picture="eye" title={w('audit.empty')} />}
        {answer && answer.lines.length > 0 && <Rows>{answer.lines.map((line) => <Line key={line.n} line={line} naming={naming} />)}</Rows>}
        {answer?.more !== null && answer?.more !== undefined && <div class="no-print"><Button onPress={() => void further()}>{w('audit.more')}</Button></div>}
      </div>
    </Page>
  );
}

function Line({ line, naming }: { readonly line: AuditLine; readonly naming: Naming }) {
  const homes = homesOf(line, naming);
  return (
    <Row
      picture={line.deed ? 'key' : 'eye'} name={whoText(line, naming)}
      note={<>{lineText(line, naming)}{homes !== '' && <> · {homes}</>}</>}
      end={<span class="soft">{w('audit.at', line.at)}</span>}
    />
  );
}
