// The register of one village as a file: which, in what form, and what for; the answer is handed to the person and nowhere kept.
import { useRef, useState } from 'preact/hooks';
import { ask as onTheRoad, packed, RoadTrouble } from '#phone/road/ask.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { useInSight } from '#phone/parts/in-sight.ts';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { saveFile } from '#phone/today/save-file.ts';
import { reasonOf, type Reason } from './ask.ts';
import { w } from './watch-words.ts';
import { Why } from './why.tsx';

const FORMATS = ['xlsx', 'csv'] as const;
const REASONS = ['review', 'report', 'paper', 'move'] as const;

/** Making the file of a large village on a small machine, over a slow road. */
const PATIENCE_MS = 120_000;

/** What the second officer types. */
interface Second {
  readonly login: string;
  readonly password: string;
}

interface Wish {
  readonly village: string;
  readonly format: string;
  readonly why: string;
  readonly second?: Second;
}

async function fetchFile(device: string, wish: Wish): Promise<Blob> {
  const { body, headers } = await packed(JSON.stringify(wish));
  const answer = await onTheRoad(device, '/api/office/export', { method: 'POST', body, headers, patienceMs: PATIENCE_MS });
  return await answer.blob().catch((cause: unknown) => {
    throw new RoadTrouble('no-signal', { code: 'road.cut-off' }, 0, null, cause);
  });
}

export default function ExportScreen({ book }: ScreenProps) {
  const villages = book.villages.value.filter((one) => one.body.closedOn === null);
  const [village, setVillage] = useState<string | null>(villages.length === 1 ? villages[0]!.id : null);
  const [format, setFormat] = useState<(typeof FORMATS)[number] | null>(null);
  const [reason, setReason] = useState<(typeof REASONS)[number] | null>(null);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [why, setWhy] = useState<Reason | null>(null);
  /** Asked for once the server has said that the commune has another officer. */
  const [second, setSecond] = useState<Second | null>(null);
  const missing = village === null || format === null || reason === null || (second !== null && (second.login.trim() === '' || second.password === ''));
  const make = async () => {
    setTried(true);
    setWhy(null);
    if (missing || state === 'busy') return;
    setState('busy');
    try {
      const file = await fetchFile(book.seat.device, { village, format, why: reason, ...(second === null ? {} : { second }) });
      await saveFile(file, `so-ho-${village}-${book.today()}.${format}`);
      setState('done');
      setTried(false);
      setSecond(null);
    } catch (trouble) {
      const said = reasonOf(trouble);
      setState('idle');
      if (said.code === 'export.second-needed') {
        setTried(false);
        setSecond({ login: '', password: '' });
        return;
      }
      // Whose password it is stands at the screen: it is typed anew each time.
      if (second !== null) setSecond({ ...second, password: '' });
      setTried(false);
      setWhy(said);
    }
  };
  if (villages.length === 0) return <Page title={w('export.title')} back="#/van-phong"><Empty picture="village" title={w('export.none')} /></Page>;
  return (
    <Page form title={w('export.title')} back="#/van-phong" action={<Button look="main" picture="file" disabled={state === 'busy'} onPress={() => void make()}>{w('export.do')}</Button>}>
      <div class="stack wide">
        <p>{w('export.lead')}</p>
        {villages.length > 1 && <Choice legend={w('export.village')} value={village} onChange={setVillage} options={villages.map((one) => ({ value: one.id, label: one.body.name }))} />}
        <Choice legend={w('export.format')} value={format} onChange={setFormat} options={FORMATS.map((value) => ({ value, label: w(`export.format.${value}`), hint: w(`export.format.${value}.hint`) }))} />
        <Choice legend={w('export.why')} layout="one" value={reason} onChange={setReason} options={REASONS.map((value) => ({ value, label: w(`export.why.${value}`) }))} />
        {second && <SecondOfficer second={second} onChange={setSecond} />}
        {tried && missing && <Wrong id="export-needed">{w(second === null ? 'export.needed' : 'export.needed.second')}</Wrong>}
        {state === 'busy' && <p role="status">{w('export.busy')}</p>}
        {state === 'done' && <Notice tone="good" live="polite"><p>{w('export.done', villages.find((one) => one.id === village)?.body.name ?? '')}</p></Notice>}
        {why && <Why reason={why} />}
      </div>
    </Page>
  );
}

interface SecondOfficerProps {
  readonly second: Second;
  readonly onChange: (second: Second) => void;
}

/** The other officer of the commune sits down beside the first one, and says who they are. */
function SecondOfficer({ second, onChange }: SecondOfficerProps) {
  const box = useRef<HTMLDivElement>(null);
  useInSight(box, true);
  return (
    <div ref={box} class="stack">
      <Notice tone="waits" picture="people" title={w('export.second')} live="polite"><p>{w('export.second.means')}</p></Notice>
      <TextField label={w('export.second.login')} value={second.login} maxLength={80} onChange={(login) => onChange({ ...second, login })} />
      <TextField label={w('export.second.password')} type="password" value={second.password} onChange={(password) => onChange({ ...second, password })} />
    </div>
  );
}
