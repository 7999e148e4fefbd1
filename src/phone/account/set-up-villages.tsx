// Step two of the founding: the villages, a row each, with the languages spoken there; or a pasted list.
import { useState } from 'preact/hooks';
import { Button, IconButton } from '#phone/parts/button.tsx';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { languageName } from '#phone/words/languages.ts';
import { t } from '#phone/words/main.ts';
import { pastedVillages, VILLAGE_NAME_MAX, villageTroubles, type VillageDraft } from './founding.ts';
import { LanguagesField } from './languages-field.tsx';
import { s } from './set-up-words.ts';

interface VillagesProps {
  readonly villages: readonly VillageDraft[];
  readonly tried: boolean;
  readonly onChange: (villages: readonly VillageDraft[]) => void;
}

export function VillagesStep({ villages, tried, onChange }: VillagesProps) {
  const [open, setOpen] = useState<number | null>(null);
  const troubles = villageTroubles(villages);
  const nextKey = Math.max(0, ...villages.map((one) => one.key)) + 1;
  const usual = villages.at(-1)?.languages ?? ['vi'];
  const put = (village: VillageDraft) => onChange(villages.map((one) => (one.key === village.key ? village : one)));
  return (
    <div class="stack wide">
      <p class="soft">{s('villages.lead')}</p>
      {tried && villages.length === 0 && <Wrong id="villages-wrong">{s('villages.needed')}</Wrong>}
      <ol class="stack">
        {villages.map((village, at) => {
          const trouble = troubles.get(village.key);
          return (
            <li key={village.key} class="village-draft">
              <div class="beside">
                <TextField
                  label={s('villages.name', at + 1)} value={village.name} maxLength={VILLAGE_NAME_MAX} onChange={(name) => put({ ...village, name })}
                  wrong={trouble === 'double' ? s('villages.double') : trouble === 'empty' && tried ? s('villages.empty') : null}
                />
                <IconButton picture="bin" label={s('villages.remove', village.name)} onPress={() => onChange(villages.filter((one) => one.key !== village.key))} />
              </div>
              <div class="line">
                <span>{s('villages.languages')}: {village.languages.map(languageName).join(', ')}</span>
                <Button look="plain" onPress={() => setOpen(open === village.key ? null : village.key)}>{open === village.key ? t('do.done') : s('villages.languages.change')}</Button>
              </div>
              {open === village.key && (
                <div class="stack tight">
                  <LanguagesField legend={s('villages.languages.of', village.name)} values={village.languages} onChange={(languages) => { if (languages.length > 0) put({ ...village, languages }); }} />
                  {villages.length > 1 && <Button onPress={() => { onChange(villages.map((one) => ({ ...one, languages: village.languages }))); setOpen(null); }}>{s('villages.languages.all')}</Button>}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <div class="line">
        <Button picture="plus" onPress={() => onChange([...villages, { key: nextKey, name: '', languages: usual }])}>{s('villages.add')}</Button>
        <span class="soft">{s('villages.count', villages.filter((one) => one.name.trim() !== '').length)}</span>
      </div>
      <PasteVillages known={villages.map((one) => one.name)} onPaste={(names) => onChange([
        // The empty row a fresh list begins with gives way to what was pasted.
        ...villages.filter((one) => one.name.trim() !== ''),
        ...names.map((name, i): VillageDraft => ({ key: nextKey + i, name, languages: usual })),
      ])} />
    </div>
  );
}

function PasteVillages({ known, onPaste }: { readonly known: readonly string[]; readonly onPaste: (names: readonly string[]) => void }) {
  const [text, setText] = useState('');
  const [added, setAdded] = useState<number | null>(null);
  const take = () => {
    const names = pastedVillages(text, known);
    setAdded(names.length);
    if (names.length === 0) return;
    onPaste(names);
    setText('');
  };
  return (
    <details class="fold">
      <summary>{s('villages.paste')}</summary>
      <div class="stack tight">
        <TextField label={s('villages.paste.label')} value={text} onChange={setText} many maxLength={20_000} />
        <Button disabled={text.trim() === ''} onPress={take}>{s('villages.paste.do')}</Button>
      </div>
      <p role="status">{added === null ? '' : s('villages.pasted', added)}</p>
    </details>
  );
}
