// One petition: what was asked, the lawful clock of ten working days, and every answer given.
import { useState } from 'preact/hooks';
import { workingDaysBetween } from '#commune/places/clock.ts';
import type { PetitionRow } from '#commune/visits/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, nameOf, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { Picture } from '#phone/parts/picture.tsx';
import { go } from '#phone/parts/router.ts';
import { Part } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { WordsField } from '#phone/parts/words-field.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { p } from '#phone/words/promise.ts';
import { whoIs } from './promise-story.tsx';
import { MissingPage } from './missing-page.tsx';

/** The term in sight: how much of it is left, and where it stands in law. */
export function Clock({ book, petition }: { readonly book: Book; readonly petition: PetitionRow }) {
  const { replies, replyDueOn } = petition.body;
  const today = book.today();
  const calendar = book.commune.value?.body ?? { daysOff: [], daysOn: [] };
  if (replies.length > 0) return <Notice tone="good" title={p(replies.at(-1)!.final ? 'petition.answered' : 'petition.going')} />;
  const late = replyDueOn < today;
  return (
    <Notice tone={late ? 'lost' : 'plain'} picture={late ? 'warning' : 'clock'} title={late ? p('petition.clock.late', workingDaysBetween(replyDueOn, today, calendar)) : p('petition.clock.left', workingDaysBetween(today, replyDueOn, calendar))}>
      <p>{p('petition.clock', replyDueOn)}</p>
      <p class="small soft">{p('petition.clock.law')}</p>
    </Notice>
  );
}

interface PetitionProps {
  readonly book: Book;
  readonly petition: PetitionRow;
  readonly household: { readonly id: string; readonly no: string; readonly head: string };
}

function ReplyForm({ book, petition, household }: PetitionProps) {
  const home = `#/don/${household.id}/${petition.id}`;
  const draft = useDraft(book, `reply/${petition.id}`, () => ({ words: '', final: null as 'yes' | 'no' | null }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const save = async () => {
    setTried(true);
    if (form.words.trim() === '' || form.final === null) return;
    if (!(await saying.say('petition.reply', { petition: petition.id, household: petition.household, words: form.words, final: form.final === 'yes', on: book.today() }, p('petition.reply.saved')))) return;
    await draft.clear();
    go(home, true);
  };
  return (
    <FormPage title={p('petition.reply')} back={home} save={p('petition.reply.do')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <p class="own-words">“{petition.body.matter}”</p>
      <WordsField label={p('petition.reply.words')} needed value={form.words} wrong={tried && form.words.trim() === '' ? p('petition.reply.needed') : null} onChange={(words) => draft.set({ words })} />
      <Choice legend={p('petition.reply.final')} value={form.final} options={[{ value: 'yes', label: p('petition.reply.final.yes'), picture: 'check' }, { value: 'no', label: p('petition.reply.final.no'), picture: 'clock' }]} onChange={(final) => draft.set({ final })} />
      {tried && form.final === null && <Wrong id="reply-final">{p('petition.reply.choose')}</Wrong>}
    </FormPage>
  );
}

function PetitionView({ book, petition, household }: PetitionProps) {
  const { body } = petition;
  void book.acts.value;
  const trust = book.trust(`petition/${petition.id}`);
  const hand = myHand(book);
  const mayReply = (hand.isOfficer || hand.isHeadOf(petition.village)) && !body.replies.some((reply) => reply.final);
  return (
    <Page
      title={p('petition.title')} back={ownHousehold(book) === null ? `#/ho/${household.id}` : '#/nha'}
      action={mayReply ? <Button look="main" picture="letter" href={`#/don/${household.id}/${petition.id}/tra-loi`}>{p('petition.reply')}</Button> : undefined}
    >
      <News />
      <div class="stack wide">
        <div class="stack tight">
          <p class="line soft"><Picture name={body.topic} size={22} />{f(`topic.${body.topic}`)}</p>
          <p class="large own-words">“{body.matter}”</p>
          {trust && <div><TrustMark trust={trust} /></div>}
        </div>
        <Clock book={book} petition={petition} />
        <dl class="facts">
          <dt>{p('petition.of')}</dt><dd>{f('household.of', household.no, household.head)}</dd>
          <dt>{p('petition.on')}</dt><dd>{dayText(body.on)}</dd>
          <dt>{p('petition.by')}</dt><dd>{whoIs(book, body.by)}</dd>
        </dl>
        <Part title={p('petition.replies')} count={body.replies.length}>
          {body.replies.length === 0 && <p class="soft">{p('petition.replies.none')}</p>}
          {body.replies.map((reply, n) => (
            <article key={n} class="sheet stack tight">
              <p class="small soft">{nameOf(book, reply.by)} · {dayText(reply.on)} · {p(reply.final ? 'petition.answered' : 'petition.going')}</p>
              <p class="own-words">{reply.words}</p>
            </article>
          ))}
        </Part>
      </div>
    </Page>
  );
}

export default function PetitionScreen({ book, path }: ScreenProps) {
  const [id = '', which, form] = path;
  const page = usePage(book, id);
  const home = ownHousehold(book) === null ? `#/ho/${id}` : '#/nha';
  if (page === undefined) return <Page title={p('petition.title')} back={home}><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  const petition = page?.petitions.find((one) => one.id === which);
  if (!page || !petition) return <MissingPage back={home} />;
  const props = { book, petition, household: { id, no: page.household.body.no, head: page.household.body.head } };
  return form === 'tra-loi' ? <ReplyForm {...props} /> : <PetitionView {...props} />;
}
