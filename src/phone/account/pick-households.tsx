// Choosing households of a village: by ranges of numbers as people say them, by search, or one by one.
import { useMemo, useState } from 'preact/hooks';
import { fold, found } from '#commune/households/search.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { SearchBox, TextField } from '#phone/parts/field.tsx';
import { Empty } from '#phone/parts/notice.tsx';
import { WindowList } from '#phone/parts/window-list.tsx';
import { a } from './account-words.ts';
import { byNumber, readRanges, sayNumbers } from './ranges.ts';

export interface PickHouseholdsProps {
  /** Open households to choose from, of one village. */
  readonly lines: readonly HouseholdLine[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  /** A word beside a household: who looks after it, since when it has a card. */
  readonly mark?: (line: HouseholdLine) => string | null;
}

export function PickHouseholds({ lines, values, onChange, mark }: PickHouseholdsProps) {
  const [query, setQuery] = useState('');
  const sorted = useMemo(() => [...lines].sort(byNumber), [lines]);
  const chosen = useMemo(() => new Set(values), [values]);
  const shown = useMemo(() => sorted.filter((line) => found(line.search, fold(query))), [sorted, query]);
  if (lines.length === 0) return <Empty picture="house" title={a('pick.empty')}><p>{a('pick.empty.means')}</p></Empty>;
  const turn = (id: string) => onChange(chosen.has(id) ? values.filter((one) => one !== id) : [...values, id]);
  const add = (ids: readonly string[]) => onChange([...new Set([...values, ...ids])]);
  return (
    <div class="stack">
      <RangeField lines={sorted} chosen={chosen} onPick={add} />
      <p class="strong" role="status">{a('pick.chosen', values.length, sayNumbers(sorted.filter((line) => chosen.has(line.id)).map((line) => line.no)))}</p>
      <div class="line">
        <Button onPress={() => add(shown.map((line) => line.id))}>{a('pick.all', shown.length)}</Button>
        {values.length > 0 && <Button look="plain" onPress={() => onChange([])}>{a('pick.clear')}</Button>}
      </div>
      <SearchBox label={a('pick.search')} value={query} found={shown.length} onChange={setQuery} />
      <WindowList items={shown} keyOf={(line) => line.id} label={a('person.households')} draw={(line) => (
        <label class="row pick">
          <input type="checkbox" checked={chosen.has(line.id)} onChange={() => turn(line.id)} aria-label={a('pick.household', line.no, line.head)} />
          <span class="no">{line.no}</span>
          <span class="body"><span class="name cut">{line.head}</span><span class="note cut">{mark?.(line) ?? line.place ?? '\u00a0'}</span></span>
        </label>
      )} />
    </div>
  );
}

function RangeField({ lines, chosen, onPick }: { readonly lines: readonly HouseholdLine[]; readonly chosen: ReadonlySet<string>; readonly onPick: (ids: readonly string[]) => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [added, setAdded] = useState<number | null>(null);
  const take = () => {
    const ranges = readRanges(text);
    if ('unclear' in ranges) return setWrong(a('pick.range.unclear', ranges.unclear));
    const ids = lines.filter((line) => ranges.picks(line.no)).map((line) => line.id);
    if (ids.length === 0) return setWrong(a('pick.range.none'));
    setAdded(ids.filter((id) => !chosen.has(id)).length);
    setText('');
    onPick(ids);
  };
  return (
    <div>
      <form class="beside" noValidate onSubmit={(event) => { event.preventDefault(); take(); }}>
        <TextField label={a('pick.range')} hint={a('pick.range.hint')} value={text} wrong={wrong} onChange={(typed) => { setText(typed); setWrong(null); setAdded(null); }} />
        <Button type="submit" disabled={text.trim() === ''}>{a('pick.range.do')}</Button>
      </form>
      <p class="unseen" role="status">{added === null ? '' : a('pick.range.added', added)}</p>
    </div>
  );
}
