// The first step: choosing the file, with what can be read and what is never taken.
import { useRef, useState } from 'preact/hooks';
import type { ReadAnswer } from '#commune/households/sheet/answer.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import type { Reason } from './ask.ts';
import { send, type Sending } from './import-ask.ts';
import { SendingNow } from './import-wait.tsx';
import { m } from './import-words.ts';

const ACCEPTS = '.xlsx,.csv,.tsv,.txt,.xls,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv,text/tab-separated-values';

export function ImportFile({ book, onRead }: { readonly book: Book; readonly onRead: (read: ReadAnswer) => void }) {
  const [over, setOver] = useState(false);
  const [going, setGoing] = useState<{ readonly sent: number; readonly of: number } | null>(null);
  const [refusal, setRefusal] = useState<Reason | null>(null);
  const sending = useRef<Sending | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file || going) return;
    setRefusal(null);
    setGoing({ sent: 0, of: file.size });
    const now = send(book.seat.device, file, (sent) => setGoing({ sent: Math.min(sent, file.size), of: file.size }));
    sending.current = now;
    const answer = await now.answer;
    const stopped = sending.current !== now;
    sending.current = null;
    setGoing(null);
    if (stopped) return;
    if ('refusal' in answer) setRefusal(answer.refusal);
    else onRead(answer.answer);
  };
  const stop = (): void => {
    const now = sending.current;
    sending.current = null;
    now?.stop();
  };
  if (book.villages.value.filter((one) => one.body.closedOn === null).length === 0) {
    return <Empty picture="village" title={m('file.no-villages')}><p>{m('file.no-villages.means')}</p><Button look="main" href="#/van-phong/thon/moi">{m('fields.village')}</Button></Empty>;
  }
  return (
    <div class="stack wide">
      <p class="large">{m('file.lead')}</p>
      {going ? (
        <div class="stack"><SendingNow {...going} /><div><Button look="edge" onPress={stop}>{m('file.stop')}</Button></div></div>
      ) : (
        <div
          class={`drop${over ? ' over' : ''}`}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); void take(event.dataTransfer?.files[0]); }}
        >
          <Picture name="file" size={40} />
          <label class="button main-one"><Picture name="plus" size={22} /><span>{m('file.pick')}</span>
            <input type="file" accept={ACCEPTS} onChange={(event) => { const input = event.currentTarget; void take(input.files?.[0]); input.value = ''; }} />
          </label>
          <span class="soft">{m('file.drop')}</span>
          <p class="hint">{m('file.kinds')}</p>
        </div>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
      <section class="stack tight">
        <h2>{m('file.forms')}</h2>
        <ul class="dots">{([1, 2, 3, 4, 5] as const).map((n) => <li key={n}>{m(`file.forms.${n}`)}</li>)}</ul>
      </section>
      <Notice tone="acts" picture="lock" title={m('file.never')}><p>{m('file.never.means')}</p><p>{m('file.day')}</p></Notice>
    </div>
  );
}
