// Step three of the founding: who the first commune officer is and how they sign in.
import { useState } from 'preact/hooks';
import { TextField } from '#phone/parts/field.tsx';
import { d } from './door-words.ts';
import { loginGood, suggestLogin, tidyLogin } from './founding.ts';
import { NewPassword } from './secret-field.tsx';
import { passwordGood } from './secrets.ts';
import { s } from './set-up-words.ts';

export interface OfficerForm {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

const own = (form: OfficerForm): readonly string[] => [form.login, form.name];

export const officerGood = (form: OfficerForm): boolean => form.name.trim() !== '' && loginGood(form.login) && passwordGood(form.password, own(form));

export function OfficerStep({ form, tried, onChange }: { readonly form: OfficerForm; readonly tried: boolean; readonly onChange: (form: OfficerForm) => void }) {
  // The suggestion follows the name until the person writes a login of their own.
  const [touched, setTouched] = useState(form.login !== '' && form.login !== suggestLogin(form.name));
  return (
    <div class="stack wide">
      <p class="soft">{s('officer.lead')}</p>
      <TextField
        label={s('officer.name')} value={form.name} autocomplete="name" maxLength={80} wrong={tried && form.name.trim() === '' ? s('officer.name.needed') : null}
        onChange={(name) => onChange({ ...form, name, login: touched ? form.login : suggestLogin(name) })}
      />
      <TextField
        label={s('officer.login')} hint={s('officer.login.hint')} value={form.login} autocomplete="username" maxLength={40}
        wrong={tried && !loginGood(form.login) ? s('officer.login.bad') : null}
        onChange={(login) => { setTouched(true); onChange({ ...form, login: tidyLogin(login) }); }}
      />
      <NewPassword value={form.password} own={own(form)} onChange={(password) => onChange({ ...form, password })} wrong={tried && !passwordGood(form.password, own(form)) ? d('slip.password.bad') : null} />
    </div>
  );
}
