// What was promised there and then: what, by whom, by which day. None is as good an answer as any.
import { useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { t } from '#phone/words/main.ts';
import { v } from '#phone/words/visit.ts';
import { PromiseFields, type PromiseDraft } from '../household/promise-fields.tsx';
import type { StepProps } from './step-props.ts';

export function HandStep({ book, page, form, set, tried }: StepProps) {
  const [dropped, setDropped] = useState<{ readonly one: PromiseDraft; readonly at: number } | null>(null);
  const place = { village: page.household.village, household: page.household.id };
  const change = (at: number, next: Partial<PromiseDraft>) => set({ promises: form.promises.map((one, n) => (n === at ? { ...one, ...next } : one)) });
  return (
    <>
      <p class="soft">{v('hand.hint')}</p>
      {form.promises.map((one, n) => (
        <section key={n} class="sheet stack" aria-label={v('hand.n', n + 1)}>
          <header class="line apart">
            <h3>{v('hand.n', n + 1)}</h3>
            <Button look="plain" picture="bin" onPress={() => { setDropped({ one, at: n }); set({ promises: form.promises.filter((_, at) => at !== n) }); }}>{t('do.remove')}</Button>
          </header>
          <PromiseFields book={book} place={place} form={one} tried={tried} from={form.on} set={(next) => change(n, next)} />
        </section>
      ))}
      {dropped && (
        <Notice tone="acts" picture="undo" live="polite" title={t('do.removed', dropped.one.what || v('hand.n', dropped.at + 1))}>
          <div><Button onPress={() => { set({ promises: form.promises.toSpliced(dropped.at, 0, dropped.one) }); setDropped(null); }}>{t('do.undo')}</Button></div>
        </Notice>
      )}
      {form.promises.length < 12 && (
        <Button picture="promise" wide onPress={() => set({ promises: [...form.promises, { what: '', keeper: book.seat.person, dueOn: null }] })}>{form.promises.length === 0 ? v('hand.add') : v('hand.more')}</Button>
      )}
      {form.promises.length === 0 && <p class="soft">{v('hand.none')}</p>}
    </>
  );
}
