// One question, large answers: a pictogram and words each, a speaker where it is asked of a household.
import { useId } from 'preact/hooks';
import { Picture, type PictureName } from './picture.tsx';
import { SpeakButton, type Spoken } from './speak.tsx';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly picture?: PictureName;
  readonly hint?: string;
  /** Read out by its own speaker button. */
  readonly spoken?: Spoken;
}

interface Asked<T extends string> {
  readonly legend: string;
  /** The legend is said but not shown, where a heading just above says the same. */
  readonly quiet?: boolean;
  readonly options: readonly Option<T>[];
  readonly spoken?: Spoken;
  /** one: below each other · three: three short ones beside each other · else as many as fit. */
  readonly layout?: 'one' | 'three';
}

function Options<T extends string>(props: Asked<T> & { readonly many: boolean; readonly holds: (value: T) => boolean; readonly onPick: (value: T) => void }) {
  const name = useId();
  return (
    <fieldset class="stack tight">
      <legend class={props.quiet ? 'unseen' : 'label'}>{props.legend}</legend>
      {props.spoken && <SpeakButton spoken={props.spoken} />}
      <div class={`choices ${props.layout ?? ''}`}>
        {props.options.map((option) => (
          <div class="line" key={option.value} style={{ flexWrap: 'nowrap' }}>
            <div class="choice" style={{ flex: 1, alignSelf: 'stretch' }}>
              <input type={props.many ? 'checkbox' : 'radio'} id={`${name}-${option.value}`} name={name} value={option.value} autocomplete="off" checked={props.holds(option.value)} onChange={() => props.onPick(option.value)} />
              <label for={`${name}-${option.value}`}>
                {option.picture && <Picture name={option.picture} />}
                <span>{option.label}{option.hint !== undefined && <span class="hint" style={{ display: 'block', fontWeight: 400 }}>{option.hint}</span>}</span>
                <span class="tick"><Picture name="check" size={20} /></span>
              </label>
            </div>
            {option.spoken && <SpeakButton spoken={option.spoken} />}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** Exactly one answer; null while nothing is chosen: nothing is ticked for the person beforehand. */
export function Choice<T extends string>(props: Asked<T> & { readonly value: T | null; readonly onChange: (value: T) => void }) {
  return <Options {...props} many={false} holds={(value) => value === props.value} onPick={props.onChange} />;
}

/** Any number of answers. */
export function Choices<T extends string>(props: Asked<T> & { readonly values: readonly T[]; readonly onChange: (values: readonly T[]) => void }) {
  const turn = (value: T) => props.onChange(props.values.includes(value) ? props.values.filter((one) => one !== value) : [...props.values, value]);
  return <Options {...props} many holds={(value) => props.values.includes(value)} onPick={turn} />;
}
