// Who has looked at the household's data: asked of the commune's machine, and honest where it cannot be asked.
import { useEffect, useState } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Part } from '#phone/parts/row.tsx';
import { dayText } from '#phone/words/format.ts';
import { r } from '#phone/words/rights.ts';
import { ask } from '../account/ask.ts';

interface Looked {
  readonly lines: readonly { readonly person: string; readonly name: string | null; readonly on: string; readonly times: number; readonly what: string }[];
}

const KNOWN = ['rows', 'clip', 'looked'] as const;
const whatText = (what: string): string => {
  const known = KNOWN.find((one) => one === what);
  if (known) return r(`looked.what.${known}`);
  return r(what.startsWith('export') ? 'looked.what.export' : 'looked.what.other');
};

export function LookedPart({ book, household }: { readonly book: Book; readonly household: string }) {
  const [looked, setLooked] = useState<Looked | 'offline' | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    setLooked(null);
    void ask<Looked>(`looked/${household}`, { device: book.seat.device }).then((asked) => { if (!gone) setLooked('answer' in asked ? asked.answer : 'offline'); });
    return () => { gone = true; };
  }, [household, round]);
  return (
    <Part title={r('looked')}>
      <p class="small soft">{r('looked.lead')}</p>
      {looked === null && <p role="status">{r('looked.wait')}</p>}
      {looked === 'offline' && <div class="stack tight"><p role="status">{r('looked.offline')}</p><div><Button onPress={() => setRound(round + 1)}>{r('looked.ask')}</Button></div></div>}
      {looked !== null && looked !== 'offline' && (looked.lines.length === 0 ? <p>{r('looked.none')}</p> : (
        <ul class="rows">
          {looked.lines.map((line) => (
            <li class="row" key={`${line.person} ${line.on} ${line.what}`}>
              <span class="body"><span class="name">{line.name ?? r('looked.gone')}</span><span class="note">{dayText(line.on)} · {whatText(line.what)} · {r('looked.line', line.times)}</span></span>
            </li>
          ))}
        </ul>
      ))}
    </Part>
  );
}
