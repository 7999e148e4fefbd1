// A password being typed, hidden or shown as the person wishes; and a new one with its rules ticked off below.
import { useId, useState } from 'preact/hooks';
import { Wrong } from '#phone/parts/field.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { t } from '#phone/words/main.ts';
import { d } from './door-words.ts';
import { passwordRules, type PasswordRule } from './secrets.ts';

export interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly wrong?: string | null;
  /** Begins shown: a password that is being chosen is easier to get right when it is seen. */
  readonly shown?: boolean;
  readonly describedBy?: string;
}

export function SecretField(props: SecretFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(props.shown ?? false);
  const wrong = props.wrong ?? null;
  const told = [props.describedBy, wrong !== null && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="secret">
        <input
          {...(shown ? { type: 'text' } : { type: 'password' })} id={id} class="input" value={props.value} maxLength={200}
          // Shown, it is text like any other to the browser, which keeps such text for restoring its tabs.
          autocomplete={shown ? 'off' : props.autocomplete}
          autocapitalize="none" spellcheck={false} aria-invalid={wrong !== null} aria-describedby={told || undefined}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
        <button type="button" class="button ink" aria-pressed={shown} aria-controls={id} onClick={() => setShown(!shown)}>
          <Picture name="eye" size={22} /><span>{shown ? t('field.hide') : t('field.show')}</span>
        </button>
      </div>
      {wrong !== null && <Wrong id={`${id}-wrong`}>{wrong}</Wrong>}
    </div>
  );
}

const RULES: readonly PasswordRule[] = ['long', 'own', 'rare'];

/** @param own what a neighbour would try first: login, name, phone number */
export function NewPassword(props: { readonly label?: string; readonly value: string; readonly own: readonly string[]; readonly wrong?: string | null; readonly onChange: (value: string) => void }) {
  const id = useId();
  const kept = passwordRules(props.value, props.own);
  return (
    <div class="stack tight">
      <SecretField label={props.label ?? d('slip.password')} value={props.value} onChange={props.onChange} autocomplete="new-password" shown wrong={props.wrong ?? null} describedBy={id} />
      <ul class="secret-rules" id={id}>
        {RULES.map((rule) => (
          <li key={rule} class={kept[rule] ? 'kept' : ''}>
            <Picture name={kept[rule] ? 'check' : 'minus'} size={20} />
            <span>{d(`slip.rule.${rule}`)}<span class="unseen">: {d(kept[rule] ? 'slip.rule.kept' : 'slip.rule.not')}</span></span>
          </li>
        ))}
      </ul>
      <p class="hint">{d('slip.rule.tip')}</p>
    </div>
  );
}
