// Step one of the founding: the province and the commune, from the real list of the country.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { SearchBox, SelectField, Wrong } from '#phone/parts/field.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { t } from '#phone/words/main.ts';
import { ask } from './ask.ts';
import { s } from './set-up-words.ts';
import { findUnits, soughtUnits, type Province, type Unit } from './units.ts';

/** As many as fit a few screens; typing two letters finds the rest. */
const SHOWN = 40;

export function PlaceStep({ unit, tried, onChange }: { readonly unit: Unit | null; readonly tried: boolean; readonly onChange: (unit: Unit | null) => void }) {
  const [provinces, setProvinces] = useState<readonly Province[] | 'asking' | 'away'>('asking');
  const [province, setProvince] = useState('');
  const [query, setQuery] = useState('');
  useEffect(() => {
    if (provinces !== 'asking') return;
    void ask<readonly Province[] | { readonly provinces: readonly Province[] }>('units').then((asked) => {
      if ('refusal' in asked) return setProvinces('away');
      setProvinces('provinces' in asked.answer ? asked.answer.provinces : asked.answer);
    });
  }, [provinces]);
  const units = useMemo(() => (typeof provinces === 'string' ? [] : soughtUnits(provinces)), [provinces]);
  const { found, total } = useMemo(() => findUnits(units, query, province === '' ? null : province, SHOWN), [units, query, province]);
  if (provinces === 'asking') return <p role="status">{s('place.loading')}</p>;
  if (provinces === 'away') {
    return <Notice tone="waits" picture="no-signal" title={s('place.failed')} live="assertive"><div><Button onPress={() => setProvinces('asking')}>{t('do.retry')}</Button></div></Notice>;
  }
  return (
    <div class="stack">
      {unit && <Notice tone="acts" picture="check" live="polite"><p class="strong">{s('place.chosen', unit.fullName, unit.province)}</p></Notice>}
      {tried && !unit && <Wrong id="place-wrong">{s('place.needed')}</Wrong>}
      <SelectField
        label={s('place.province')} value={province} onChange={setProvince}
        options={[{ value: '', label: s('place.province.any') }, ...(provinces as readonly Province[]).map((one) => ({ value: one.code, label: one.fullName }))]}
      />
      <div class="stack tight">
        <p class="label" aria-hidden="true">{s('place.search')}</p>
        <SearchBox label={s('place.search')} value={query} found={total} onChange={setQuery} />
        <p class="hint">{s('place.search.hint')} · {s('place.found', found.length, total)}</p>
      </div>
      {total === 0
        ? <Empty picture="search" title={s('place.none')}><p>{s('place.none.means')}</p></Empty>
        : (
          <ul class="rows">
            {found.map((one) => (
              <li key={one.code}>
                <button type="button" class="row" aria-pressed={one.code === unit?.code} onClick={() => onChange(one)}>
                  <span class="body"><span class="name">{one.fullName}</span><span class="note">{one.province} · {one.code}</span></span>
                  {one.code === unit?.code && <Picture name="check" />}
                </button>
              </li>
            ))}
          </ul>
        )}
    </div>
  );
}
