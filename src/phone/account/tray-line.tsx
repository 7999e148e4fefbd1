// One thing in the officer's tray: what it says in plain words, when and by whom, and the two things one can do with it.
import { useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';
import { Confirm } from '#phone/parts/confirm.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { actLine, bodyOf, wordsOf } from '#phone/today/act-line.ts';
import { dayText } from '#phone/words/format.ts';
import { languageName } from '#phone/words/languages.ts';
import { shown } from '#phone/words/refusals.ts';
import { handle, type TrayLine } from './tray-ask.ts';
import { saidIn } from './tray-said.ts';
import { y } from './tray-words.ts';

/** What it is called in a sentence of news. */
export function nameOf(book: Book, line: TrayLine): string {
  if (!line.act) return y('tray.sealed');
  const { name, who } = actLine(book, { act: line.act });
  return who === null ? name : `${name}, ${who}`;
}

/** What stands in a field, as people read it: days, and the names behind ids. */
function valueText(key: string, value: string): string {
  switch (key) {
    case 'village': return shown('village', value);
    case 'keeper': case 'to': case 'came': return shown('person', value);
    case 'language': case 'languages': return languageName(value);
    case 'role': return shown('role', value);
    case 'households': return shown('household', value);
    default: return /^\d{4}-\d\d-\d\d$/u.test(value) ? dayText(value) : value;
  }
}

/** Short fields with a name people know; what was said at length stands in quotes above them. */
function fieldsOf(act: NonNullable<TrayLine['act']>): readonly (readonly [string, string])[] {
  const said = new Set(wordsOf({ act }));
  return Object.entries(bodyOf({ act })).flatMap(([key, value]) => {
    const label = shown('field', key);
    if (label === key || said.has(String(value))) return [];
    if (typeof value === 'number') return [[label, shown('number', value)] as const];
    const texts = [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
    return texts.length > 0 ? [[label, texts.map((one) => valueText(key, one)).join(', ')] as const] : [];
  });
}

/** What was said, in words; the phone's clock is told as what it is. */
export function Said({ line }: { readonly line: TrayLine }) {
  const { act, endedAt } = line;
  if (!act) return <p>{y('tray.sealed.means')}</p>;
  if (act.body === null) return <p>{y('tray.erased')}</p>;
  const fields = fieldsOf(act);
  return (
    <>
      {saidIn(act).map(({ words, facts: about }, n) => (
        <div key={n}>
          <p class="own-words">“{words}”</p>
          {about.length > 0 && <p class="soft">{about.map(([label, text]) => `${label}: ${text}`).join(' · ')}</p>}
        </div>
      ))}
      {fields.length > 0 && <dl class="tray-fields">{fields.map(([label, text]) => <div key={label}><dt>{label}</dt><dd>{text}</dd></div>)}</dl>}
      {line.clips > 0 && <p class="soft">{y('tray.clips', line.clips)}</p>}
      <p class="soft">{y('tray.said', act.at)}<br />{y('tray.received', line.receivedAt)}</p>
      <p>{endedAt === null ? y('tray.in-post') : act.at < endedAt ? y('tray.before', endedAt) : y('tray.after', endedAt)}</p>
      {line.came === 'altered' && <p>{y('tray.altered')}</p>}
      {line.known && <p class="strong">{y('tray.known')}</p>}
    </>
  );
}

interface OpenLineProps {
  readonly book: Book;
  readonly line: TrayLine;
  /** Something this phone said before it lies open still. */
  readonly later: boolean;
  readonly onDone: (news: string) => void;
}

export function OpenLine({ book, line, later, onDone }: OpenLineProps) {
  const [why, setWhy] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = nameOf(book, line);
  const act = async (way: 'book' | 'aside') => {
    if (way === 'aside' && why.trim() === '') return setMissing(true);
    setBusy(true);
    const refused = await handle(book.seat.device, way, line, way === 'aside' ? why.trim() : undefined);
    setBusy(false);
    if (refused) setRefusal(refused);
    else onDone(y(way === 'aside' ? 'tray.aside.done' : line.known ? 'tray.known.done' : 'tray.booked', name));
  };
  return (
    <li class="sheet stack tight">
      <h3>{name}</h3>
      <Said line={line} />
      {refusal && <RefusalNote refusal={refusal} arrives />}
      {later && <p class="hint">{y('tray.first')}</p>}
      <div class="line">
        {line.act && !later && <Confirm look="main" label={y(line.known ? 'tray.known.do' : 'tray.book')} ask={y(line.known ? 'tray.known.ask' : 'tray.book.ask')} yes={busy ? y('tray.booking') : y(line.known ? 'tray.known.do' : 'tray.book')} busy={busy} onYes={() => void act('book')} />}
        {(!line.known || later) && <Confirm look="edge" label={y('tray.aside')} ask={y('tray.aside.ask')} yes={y('tray.aside')} busy={busy} onYes={() => void act('aside')}>
          <TextField label={y('tray.aside.why')} value={why} onChange={(text) => { setWhy(text); setMissing(false); }} maxLength={300} wrong={missing ? y('tray.aside.why.missing') : null} many />
        </Confirm>}
      </div>
    </li>
  );
}
