// The second step: which sheets, which village each belongs to, and what the columns of each form are.
import { useEffect, useState } from 'preact/hooks';
import type { ReadAnswer } from '#commune/households/sheet/answer.ts';
import { DATES, LAYOUTS, STARTS } from '#commune/households/sheet/mapping.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { SelectField, Stepper, Wrong } from '#phone/parts/field.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Part } from '#phone/parts/row.tsx';
import { ImportColumns } from './import-columns.tsx';
import { formsOf, lacks, nameVillage, saysVillage, setDates, setLayout, setStarts, setVillage, turnSheet, type Draft, type SheetDraft } from './import-draft.ts';
import { m } from './import-words.ts';

export interface MapProps {
  readonly read: ReadAnswer;
  readonly draft: Draft;
  /** How often the person has tried to go on: what is lacking is shown, and brought into sight each time. */
  readonly tried: number;
  readonly onDraft: (next: (draft: Draft) => Draft) => void;
  /** The server guesses anew under a head that was pointed at. */
  readonly onHead: (sheet: number, headRow: number, headRows: number) => void;
}

export function ImportMap(props: MapProps) {
  const { read, draft, tried, onDraft } = props;
  const wants = tried > 0 ? lacks(draft) : null;
  useEffect(() => {
    if (wants !== null) document.querySelector('.map-columns + .wrong, .sheet-line .wrong')?.scrollIntoView({ block: 'center' });
  }, [tried]);
  return (
    <div class="stack wide">
      <Part title={m('map.sheets')}>
        <ul class="map-columns">
          {draft.map((one) => <SheetLine key={one.sheet} one={one} read={read} wrong={wants !== null && wants !== 'sheet' && wants.village === one.sheet} onDraft={onDraft} />)}
        </ul>
        {wants === 'sheet' && <Wrong id="import-sheets">{m('map.one-needed')}</Wrong>}
      </Part>
      {formsOf(draft).map((sheets) => <Form key={sheets[0]!.sheet} {...props} sheets={sheets} />)}
    </div>
  );
}

function SheetLine({ one, read, wrong, onDraft }: { readonly one: SheetDraft; readonly read: ReadAnswer; readonly wrong: boolean; readonly onDraft: MapProps['onDraft'] }) {
  const inSheet = saysVillage(one);
  return (
    <li class="sheet-line">
      <label><input type="checkbox" checked={one.taken} onChange={() => onDraft((draft) => turnSheet(draft, one.sheet))} /><span>{m('map.sheet', one.sight.name, one.sight.rows)}{one.sight.hidden && <span class="count"> ({m('map.sheet.hidden')})</span>}</span></label>
      {one.taken && (
        <SelectField
          label={m('map.sheet.village')} value={one.village ?? ''}
          options={[{ value: '', label: inSheet ? m('map.village.in-sheet') : m('map.village.choose') }, ...read.villages.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(village) => onDraft((draft) => setVillage(draft, one.sheet, village === '' ? null : village))}
        />
      )}
      {wrong && <Wrong id={`import-village-${one.sheet}`}>{m('map.village.needed')}</Wrong>}
    </li>
  );
}

function Form({ sheets, read, onDraft, onHead }: MapProps & { readonly sheets: readonly SheetDraft[] }) {
  const form = sheets[0]!;
  const { mapping } = form;
  return (
    <Part title={m('map.columns', sheets.map((one) => one.sight.name).join('”, “'))}>
      <div class="stack">
        <p class="soft">{m(form.sight.learned ? 'map.learned' : 'map.guessed')}</p>
        <HeadPick form={form} onHead={onHead} />
        <Choice
          legend={m('map.layout')} value={mapping.layout} layout="one"
          options={LAYOUTS.map((value) => ({ value, label: m(`map.layout.${value}`), hint: m(`map.layout.${value}.means`), picture: value === 'household' ? 'house' as const : 'person' as const }))}
          onChange={(layout) => onDraft((draft) => setLayout(draft, form.sheet, layout))}
        />
        {mapping.layout === 'person' && (
          <SelectField label={m('map.starts')} value={mapping.starts} options={STARTS.map((value) => ({ value, label: m(`map.starts.${value}`) }))} onChange={(value) => onDraft((draft) => setStarts(draft, form.sheet, STARTS.find((one) => one === value)!))} />
        )}
        {Object.keys(form.sight.decoded).length > 0 && (
          <Notice tone="acts" picture="letters"><p>{m('map.decoded', Object.keys(form.sight.decoded).join(', '), [...new Set(Object.values(form.sight.decoded))].map((code) => m(`map.code.${code}`)).join(', '))}</p></Notice>
        )}
        <ImportColumns form={form} onDraft={onDraft} />
        {mapping.columns.some((column) => column.field.startsWith('born')) && (
          <SelectField label={m('map.dates')} value={mapping.dates} options={DATES.map((value) => ({ value, label: m(`map.dates.${value}`) }))} onChange={(value) => onDraft((draft) => setDates(draft, form.sheet, DATES.find((one) => one === value)!))} />
        )}
        {sheets.map((one) => <VillageNames key={one.sheet} one={one} read={read} onDraft={onDraft} />)}
      </div>
    </Part>
  );
}

/** Names of villages in the file, each with the village it means. */
function VillageNames({ one, read, onDraft }: { readonly one: SheetDraft; readonly read: ReadAnswer; readonly onDraft: MapProps['onDraft'] }) {
  if (one.names.length === 0) return null;
  const chosen = (name: string): string => (!Object.hasOwn(one.mapping.villages, name) ? '' : one.mapping.villages[name] ?? 'none');
  return (
    <fieldset class="stack tight">
      <legend class="label">{m('map.names')}</legend>
      <div class="two">
        {one.names.slice(0, 60).map((name) => (
          <SelectField
            key={name} label={name} value={chosen(name)}
            options={[{ value: '', label: m('map.village.choose') }, ...read.villages.map((village) => ({ value: village.id, label: village.name })), { value: 'none', label: m('map.names.left-out') }]}
            onChange={(value) => { if (value !== '') onDraft((draft) => nameVillage(draft, one.sheet, name, value === 'none' ? null : value)); }}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** The first rows of the sheet; pressing one makes it the head of the table. */
function HeadPick({ form, onHead }: { readonly form: SheetDraft; readonly onHead: MapProps['onHead'] }) {
  const { headRow, headRows } = form.mapping;
  const [open, setOpen] = useState(headRows === 0);
  const isHead = (r: number): boolean => r >= headRow && r < headRow + headRows;
  return (
    <div class="stack tight">
      {headRows === 0 ? <Notice tone="acts" title={m('map.table-head')}><p>{m('map.table-head.none')}</p></Notice> : <p>{m('map.table-head.now', headRow + 1, headRow + headRows)}</p>}
      <details class="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{m('map.table-head.change')}</summary>
        <div class="stack tight">
          <div class="preview" role="group" aria-label={m('map.table-head')}>
            {form.sight.preview.slice(0, 25).map((cells, r) => (
              <button type="button" key={r} aria-pressed={isHead(r)} onClick={() => onHead(form.sheet, r, Math.max(1, headRows))}>
                <b>{m('map.table-head.row', r + 1)}</b>
                {cells.slice(0, 12).map((cell, c) => <span key={c}>{cell || '\u00a0'}</span>)}
              </button>
            ))}
          </div>
          {headRows > 0 && <Stepper label={m('map.table-head.rows')} value={headRows} least={1} most={4} onChange={(rows) => onHead(form.sheet, headRow, rows)} />}
        </div>
      </details>
    </div>
  );
}
