// Which languages are spoken in a village: the usual ones to tick, others from the list or typed.
import { useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { Choices } from '#phone/parts/choice.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { languageName, SPOKEN } from '#phone/words/languages.ts';
import { t } from '#phone/words/main.ts';
import { fold } from '#commune/households/search.ts';
import { s } from './set-up-words.ts';

const NEAR = ['vi', 'bdq', 'jra', 'sed', 'jeh', 'hre'];
const MOST = 10;

/** A typed name becomes its code where the list has it, so that `bana` and `Ba Na` are one language. */
function codeOf(typed: string): string {
  const wanted = fold(typed).replace(/[^a-z]/gu, '');
  return Object.entries(SPOKEN).find(([code, name]) => code === wanted || fold(name).replace(/[^a-z]/gu, '') === wanted)?.[0] ?? typed.normalize('NFC').trim();
}

export function LanguagesField({ legend, values, onChange }: { readonly legend: string; readonly values: readonly string[]; readonly onChange: (values: readonly string[]) => void }) {
  const [own, setOwn] = useState('');
  const shown = [...new Set([...NEAR, ...values])];
  const add = () => {
    const code = codeOf(own);
    if (code !== '' && /^[\p{L}\p{M}]/u.test(code) && !values.includes(code) && values.length < MOST) onChange([...values, code.slice(0, 40)]);
    setOwn('');
  };
  return (
    <div class="stack tight">
      <Choices legend={legend} values={values} onChange={onChange} options={shown.map((code) => ({ value: code, label: languageName(code) }))} />
      <div class="beside">
        <TextField label={s('villages.languages.own')} hint={s('villages.languages.own.hint')} value={own} onChange={setOwn} maxLength={40} list={Object.values(SPOKEN)} />
        <Button disabled={own.trim() === ''} onPress={add}>{t('do.add')}</Button>
      </div>
    </div>
  );
}
