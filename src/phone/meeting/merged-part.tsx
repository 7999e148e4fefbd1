// On the page of merged households: which were made one, by whom, the way to tidy up, and the way back.
import type { HouseholdPage } from '#phone/book.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { e } from '#phone/words/meet.ts';
import { peopleOf, seeingHalf } from './people.ts';

export function MergedPart({ book, page, mayMerge, mayTidy }: { readonly book: Book; readonly page: HouseholdPage; readonly mayMerge: boolean; readonly mayTidy: boolean }) {
  const saying = useSaying(book);
  const merged = page.merged ?? [];
  const { id, body } = page.household;
  if (merged.length === 0) return null;
  const address = (from: string) => ({ from, into: id, people: [...peopleOf(book, from, id)] });
  const half = mayMerge ? merged.flatMap((from) => seeingHalf(book, id, from.id)) : [];
  const show = async () => { for (const from of merged) if (!(await saying.say('household.merge', address(from.id), e('merged.half.done')))) return; };
  return (
    <Notice picture="house" title={e('merged.title', merged.length)}>
      {merged.map((from) => {
        const how = body.merged?.find((one) => one.household === from.id);
        return (
          <div key={from.id} class="stack tight">
            {how && <p>{e('merged.line', from.body.no, from.body.head, nameOf(book, how.by), how.on)}</p>}
            <div class="line no-print">
              {mayTidy && <Button href={`#/ho/${id}/sap-lai/${from.id}`}>{e('merged.tidy')}</Button>}
              {mayMerge && <Confirm look="plain" label={e('merged.part')} ask={e('merged.part.sure')} yes={e('merged.part.yes')} busy={saying.busy.value} onYes={() => void saying.say('household.part', address(from.id), e('merged.parted'))} />}
            </div>
          </div>
        );
      })}
      {half.length > 0 && (
        <div class="stack tight">
          <p>{e('merged.half', [...new Set(half.map(({ body: { name } }) => name))].join(', '))}</p>
          <div><Button onPress={() => void show()}>{e('merged.half.do')}</Button></div>
        </div>
      )}
      {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
    </Notice>
  );
}
