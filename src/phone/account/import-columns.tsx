// The columns of one form: what each holds as guessed, with values from the file beside it, to be chosen again where wrong.
import type { ColumnSight } from '#commune/households/sheet/guess.ts';
import { FIELDS, type Column, type Field } from '#commune/households/sheet/mapping.ts';
import { Picture } from '#phone/parts/picture.tsx';
import { setField, type Draft, type SheetDraft } from './import-draft.ts';
import { m } from './import-words.ts';

export function ImportColumns({ form, onDraft }: { readonly form: SheetDraft; readonly onDraft: (next: (draft: Draft) => Draft) => void }) {
  return (
    <ul class="map-columns">
      <li class="map-heads" aria-hidden="true"><span>{m('map.column')}</span><span>{m('map.head')}</span><span>{m('map.samples')}</span><span>{m('map.means')}</span></li>
      {form.columns.map((sight, c) => {
        const column = form.mapping.columns[c] ?? { field: 'left-out' as const };
        if (sight.head === '' && sight.samples.length === 0) return null;
        return <OneColumn key={sight.letter} sight={sight} column={column} onField={(field) => onDraft((draft) => setField(draft, form.sheet, c, field))} />;
      })}
    </ul>
  );
}

interface OneProps {
  readonly sight: ColumnSight;
  readonly column: Column;
  readonly onField: (field: Field) => void;
}

function OneColumn({ sight, column, onField }: OneProps) {
  const withheld = column.field === 'withheld';
  const unused = withheld || column.field === 'left-out' || column.field === 'index';
  return (
    <li class={unused ? 'unused' : ''}>
      <span class="letter">{sight.letter}</span>
      <span class="strong">{sight.head || m('map.no-head')}{column.member !== undefined && <span class="count"> · {m('map.member', column.member)}</span>}</span>
      <span class="samples">{sight.samples.length === 0 ? m('map.empty') : sight.samples.join(' · ')}</span>
      {withheld
        ? <span class="line"><Picture name="lock" size={20} />{m('fields.withheld')}</span>
        : (
          <select aria-label={m('map.means.of', sight.letter, sight.head)} value={column.field} onChange={(event) => onField(event.currentTarget.value as Field)}>
            {FIELDS.filter((field) => field !== 'withheld').map((field) => <option key={field} value={field} selected={field === column.field}>{m(`fields.${field}`)}</option>)}
          </select>
        )}
    </li>
  );
}
