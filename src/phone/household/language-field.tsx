// One language: those of the village as large choices, any other typed by name.
import { useState } from 'preact/hooks';
import { fold } from '#commune/households/search.ts';
import type { Book } from '#phone/book.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { f } from '#phone/words/field.ts';
import { languageName, SPOKEN } from '#phone/words/languages.ts';

const OTHER = '?';

/** A typed name becomes its code where the list has it. */
const codeOf = (typed: string): string => Object.entries(SPOKEN).find(([code, name]) => code === fold(typed) || fold(name) === fold(typed))?.[0] ?? typed;

export function LanguageField(props: { readonly book: Book; readonly village: string | null; readonly legend: string; readonly quiet?: boolean; readonly value: string | null; readonly onChange: (language: string | null) => void }) {
  const near = props.book.villages.value.find((village) => village.id === props.village)?.body.languages ?? [];
  const offered = [...new Set([...near, 'vi', ...(props.value !== null && props.value in SPOKEN ? [props.value] : [])])];
  const [other, setOther] = useState(props.value !== null && !offered.includes(props.value));
  const [typed, setTyped] = useState(other ? languageName(props.value!) : '');
  return (
    <div class="stack tight">
      <Choice
        legend={props.legend} quiet={props.quiet ?? false} value={other ? OTHER : props.value}
        options={[...offered.map((code) => ({ value: code, label: languageName(code) })), { value: OTHER, label: f('language.other') }]}
        onChange={(picked) => { setOther(picked === OTHER); props.onChange(picked === OTHER ? null : picked); }}
      />
      {other && <TextField label={f('language.other.name')} value={typed} maxLength={40} list={Object.values(SPOKEN)} onChange={(name) => { setTyped(name); props.onChange(name.trim() === '' ? null : codeOf(name.trim())); }} />}
    </div>
  );
}
