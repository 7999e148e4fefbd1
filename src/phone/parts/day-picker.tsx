// A day by "hôm nay / hôm qua / chọn ngày" when it is past, or by "trong 7 / 15 / 30 ngày" when it is to come.
import { useState } from 'preact/hooks';
import type { Day } from '#commune/places/rows.ts';
import { addDays, daysBetween } from '#commune/places/days.ts';
import { dayIsSure } from '#phone/road/clock.ts';
import { dayText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { Choice } from './choice.tsx';
import { TextField } from './field.tsx';
import { Picture } from './picture.tsx';

export interface DayPickerProps {
  readonly label: string;
  readonly today: Day;
  readonly value: Day | null;
  readonly onChange: (on: Day) => void;
  /** past: today, yesterday, other · ahead: in 7, 15, 30 days, other. */
  readonly toward: 'past' | 'ahead';
  readonly least?: Day;
}

export function DayPicker(props: DayPickerProps) {
  const { today, value, toward } = props;
  const days = toward === 'past' ? [0, -1] : [7, 15, 30];
  const known = days.find((n) => value === addDays(today, n));
  const [other, setOther] = useState(value !== null && known === undefined);
  const least = props.least ?? (toward === 'ahead' ? today : '2000-01-01');
  // A phone that cannot be sure of the day never says of one that it has not come: it says that the commune will look.
  const sure = dayIsSure();
  const ahead = toward === 'past' && value !== null && value > today;
  const wrong = value === null ? null : ahead && sure ? t('day.not-yet') : value < least && (sure || toward === 'past') ? t('day.too-soon', least) : null;
  const label = (n: number): string => (n === 0 ? t('day.today') : n === -1 ? t('day.yesterday') : t('day.within', n));
  return (
    <div class="stack tight">
      <Choice
        legend={props.label} {...(toward === 'past' ? { layout: 'three' as const } : {})} value={other ? 'other' : known === undefined ? null : String(known)}
        options={[...days.map((n) => ({ value: String(n), label: label(n) })), { value: 'other', label: t('day.choose'), ...(toward === 'past' ? {} : { picture: 'day' as const }) }]}
        onChange={(picked) => { setOther(picked === 'other'); if (picked !== 'other') props.onChange(addDays(today, Number(picked))); }}
      />
      {other && <TextField label={t('day.choose')} type="date" value={value ?? ''} wrong={wrong} min={sure || toward === 'past' ? least : '2000-01-01'} max={!sure ? '2199-12-31' : toward === 'past' ? today : addDays(today, 3650)} onChange={(on) => { if (/^\d{4}-\d\d-\d\d$/.test(on)) props.onChange(on); }} />}
      {value !== null && <p class="hint" role="status">{t('day.chosen', value)}{ahead && !sure ? ` · ${t('day.unsure', today)}` : ''}</p>}
    </div>
  );
}

/** `05/03/2026 · còn 3 ngày`, in madder with a sign where it is late. */
export function DueText({ on, today }: { readonly on: Day; readonly today: Day }) {
  const left = daysBetween(today, on);
  return left < 0
    ? <span class="tag late"><Picture name="warning" size={17} />{t('day.late', -left)} · {dayText(on)}</span>
    : <span>{t('day.in', left)} · {dayText(on)}</span>;
}
