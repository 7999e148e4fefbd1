// Fields to write in: label above, a word of help, and what is wrong said beside the field.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { countText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { IconButton } from './button.tsx';
import { useInSight } from './in-sight.ts';
import { Picture } from './picture.tsx';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** What is wrong with it; shown and read out. */
  readonly wrong?: string | null | undefined;
  readonly optional?: boolean;
  readonly type?: 'text' | 'tel' | 'password' | 'date' | 'url';
  readonly inputMode?: 'text' | 'numeric' | 'tel';
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly many?: boolean;
  readonly list?: readonly string[];
  readonly min?: string;
  readonly max?: string;
}

export function Wrong({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  const line = useRef<HTMLParagraphElement>(null);
  // Of several that appear at once the first is gone to: it is mended first.
  useInSight(line, true, () => document.querySelector('.wrong') === line.current);
  return <p ref={line} class="wrong" id={id} role="alert"><Picture name="warning" size={22} /><span>{children}</span></p>;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  const wrong = props.wrong ?? null;
  const told = [props.hint !== undefined && `${id}-hint`, wrong !== null && `${id}-wrong`].filter(Boolean).join(' ');
  // The types of Preact tell each kind of input apart; here the kind is known only when drawn.
  const kind = { type: props.type ?? 'text' } as { readonly type: 'text' };
  const shared = {
    id, value: props.value, maxLength: props.maxLength ?? 200, 'aria-invalid': wrong !== null, 'aria-describedby': told || undefined,
    onInput: (event: { currentTarget: { value: string } }) => props.onChange(event.currentTarget.value),
  };
  // `off`, because the browser keeps what stands in other fields for restoring its tabs, in a file that nobody seals.
  return (
    <div class="field">
      <label for={id}>{props.label}{props.optional && <span class="count"> ({t('field.optional')})</span>}</label>
      {props.hint !== undefined && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      {props.many
        ? <textarea {...shared} rows={3} autocomplete="off" />
        : <input {...shared} {...kind} class="input" inputMode={props.inputMode} autocomplete={props.autocomplete ?? 'off'} min={props.min} max={props.max} list={props.list ? `${id}-list` : undefined} />}
      {props.list && <datalist id={`${id}-list`}>{props.list.map((one) => <option key={one} value={one} />)}</datalist>}
      {wrong !== null && <Wrong id={`${id}-wrong`}>{wrong}</Wrong>}
    </div>
  );
}

export interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly hint?: string;
}

export function SelectField(props: SelectFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint !== undefined && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      <select id={id} autocomplete="off" value={props.value} aria-describedby={props.hint !== undefined ? `${id}-hint` : undefined} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.options.map((option) => <option key={option.value} value={option.value} selected={option.value === props.value}>{option.label}</option>)}
      </select>
    </div>
  );
}

/** Search as one types. `found` is said under it while something is looked for. */
export function SearchBox(props: { readonly label?: string; readonly value: string; readonly found: number; readonly onChange: (value: string) => void }) {
  const label = props.label ?? t('field.search');
  return (
    <div role="search">
      <div class="search">
        <Picture name="search" size={22} />
        <input class="input" type="search" enterkeyhint="search" aria-label={label} placeholder={label} value={props.value} autocomplete="off" spellcheck={false} onInput={(event) => props.onChange(event.currentTarget.value)} />
        {props.value !== '' && <IconButton picture="cross" label={t('field.clear')} onPress={() => props.onChange('')} />}
      </div>
      <p class="unseen" role="status">{props.value === '' ? '' : t('field.found', props.found)}</p>
    </div>
  );
}

/** A small number by one up, one down. */
export function Stepper(props: { readonly label: string; readonly value: number; readonly least?: number; readonly most?: number; readonly onChange: (value: number) => void }) {
  const { value, least = 0, most = 99 } = props;
  return (
    <div class="field" role="group" aria-label={props.label}>
      <span class="label">{props.label}</span>
      <div class="stepper">
        <IconButton edged picture="minus" label={`${t('field.fewer')}: ${props.label}`} onPress={() => props.onChange(Math.max(least, value - 1))} />
        <output aria-live="polite">{countText(value)}</output>
        <IconButton edged picture="plus" label={`${t('field.more')}: ${props.label}`} onPress={() => props.onChange(Math.min(most, value + 1))} />
      </div>
    </div>
  );
}
