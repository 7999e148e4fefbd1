// Every problem of a file with its row and what to do, those that must be mended first, to be filtered.
import { useState } from 'preact/hooks';
import type { CheckAnswer } from '#commune/households/sheet/answer.ts';
import type { Level } from '#commune/households/sheet/problems.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { Part } from '#phone/parts/row.tsx';
import { m, problemText } from './import-words.ts';

/** As many as fit a screen or two; the rest on asking. */
const AT_ONCE = 40;

export function ImportProblems({ problems, sheets }: { readonly problems: CheckAnswer['problems']; readonly sheets: number }) {
  const [level, setLevel] = useState<Level | 'all'>(problems.stops > 0 ? 'stop' : 'all');
  const [most, setMost] = useState(AT_ONCE);
  if (problems.count === 0) return <Notice tone="good" title={m('look.problems.none')} />;
  const shown = problems.first.filter((one) => level === 'all' || one.level === level);
  const all = level === 'all' ? problems.count : level === 'stop' ? problems.stops : problems.looks;
  const tabs = [['stop', m('look.stops', problems.stops)], ['look', m('look.looks', problems.looks)], ['all', m('look.all', problems.count)]] as const;
  return (
    <Part title={m('look.problems')} count={problems.count}>
      <div class="stack">
        <div class="tabs" role="group" aria-label={m('look.problems')}>
          {tabs.map(([name, says]) => <button type="button" class="tab" key={name} aria-pressed={level === name} onClick={() => { setLevel(name); setMost(AT_ONCE); }}>{says}</button>)}
        </div>
        {(level === 'look' || problems.stops === 0) && <p class="soft">{m('look.looks.means')}</p>}
        {shown.length > 0 && (
          <ul class="problems">
            {shown.slice(0, most).map((one, n) => (
              <li key={n}>
                <Picture name={one.level === 'stop' ? 'warning' : 'eye'} size={22} />
                <span class="where">{one.level === 'stop' ? m('look.stops.one') : m('look.looks.one')}{one.row !== null || one.column !== null || sheets > 1 ? ` · ${m('look.where', sheets > 1 ? one.sheet : null, one.row, one.column)}` : ''}</span>
                <span>{problemText(one)}</span>
              </li>
            ))}
          </ul>
        )}
        {shown.length > most && <div><Button look="ink" onPress={() => setMost(most + 200)}>{m('look.show-more')}</Button></div>}
        {shown.length <= most && all > shown.length && <p>{m('look.more-problems', all - shown.length)}</p>}
      </div>
    </Part>
  );
}
