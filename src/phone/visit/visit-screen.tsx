// Records a visit: which household, then one question at a time, with one hand, in under two minutes, saved without signal.
import { useComputed, useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Json, Refusal } from '#journal/act.ts';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { dayIsSure } from '#phone/road/clock.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { useDraft, type Draft } from '#phone/parts/draft.ts';
import { Wrong } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand } from '#phone/parts/hand.ts';
import { useInnerBack } from '#phone/parts/inner-back.ts';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { address, go, goBack } from '#phone/parts/router.ts';
import { news } from '#phone/parts/saying.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { stopSpeaking } from '#phone/parts/speak.tsx';
import { Unkept } from '#phone/parts/unkept.tsx';
import { f } from '#phone/words/field.ts';
import { t } from '#phone/words/main.ts';
import { v } from '#phone/words/visit.ts';
import { MissingPage } from '../household/missing-page.tsx';
import { Finder } from '../village/village-screen.tsx';
import { useLooseClips, type LooseClips } from './loose-clips.ts';
import { HandStep } from './step-hand.tsx';
import { HeardStep } from './step-heard.tsx';
import { AskStep, MetStep, PhotoStep, WhoStep } from './steps.tsx';
import type { StepProps } from './step-props.ts';
import { SumStep } from './step-sum.tsx';
import { bodyOf, clipsOf, freshVisit, missing, stepsOf, type Step, type VisitDraft } from './visit-draft.ts';

const VIEWS: Readonly<Record<Step, (props: StepProps) => JSX.Element>> = {
  who: WhoStep, met: MetStep, ask: AskStep, heard: HeardStep, photo: PhotoStep, hand: HandStep, sum: SumStep,
};

/** Keeps the clips, then says the visit. The refusal where something was not taken; null: saved. */
async function saveVisit(book: Book, page: HouseholdPage, form: VisitDraft, clips: LooseClips, told: (n: number, of: number) => void): Promise<Refusal | null> {
  const names = clipsOf(page, form);
  const kept = new Map<string, Clip>();
  for (const [n, name] of names.entries()) {
    told(n + 1, names.length);
    const blob = clips.held.peek().get(name);
    if (!blob) continue;
    const clip = await book.keepClip(page.household.id, blob);
    if ('refusal' in clip) return clip.refusal;
    kept.set(name, clip);
  }
  const answer = await book.say('visit.record', bodyOf(page, form, kept));
  return 'refusal' in answer ? answer.refusal : null;
}

/** What the form says of its saving. Drawn by itself: for one line a cheap phone need not draw the whole form anew. */
interface Saving {
  readonly doing: Signal<string | null>;
  readonly saved: Signal<boolean>;
  readonly refusal: Signal<Refusal | null>;
  save(form: VisitDraft): Promise<void>;
}

/** A save that is done by then needs no word of its being done. */
const PATIENCE_MS = 150;

function useSave(props: { readonly book: Book; readonly page: HouseholdPage; readonly clips: LooseClips; readonly draft: Draft<VisitDraft> }): Saving {
  const { book, page, clips, draft } = props;
  const doing = useSignal<string | null>(null);
  const saved = useSignal(false);
  const refusal = useSignal<Refusal | null>(null);
  const pressed = useRef(false);
  const save = async (form: VisitDraft) => {
    if (pressed.current) return;
    pressed.current = true;
    refusal.value = null;
    const here = address.peek();
    const slow = setTimeout(() => { doing.value ??= t('do.save'); }, PATIENCE_MS);
    const refused = await saveVisit(book, page, form, clips, (n, of) => { doing.value = v('visit.keeping', n, of); }).catch((): Refusal => ({ code: 'store.trouble' }));
    clearTimeout(slow);
    if (refused) {
      pressed.current = false;
      doing.value = null;
      refusal.value = refused;
      return;
    }
    // It is durable now, and said now: putting the draft away and drawing the next page take a cheap phone another second.
    saved.value = true;
    doing.value = v('visit.saved');
    await new Promise((drawn) => setTimeout(drawn, 0));
    for (const name of [...form.photos, ...form.heard.flatMap((one) => one.voice ?? [])]) clips.drop(name);
    await draft.done();
    news.value = v('visit.saved');
    // Whoever has gone on to something else by now is not called back from there.
    if (address.peek() === here) go(`#/ho/${page.household.id}`, true);
  };
  return { doing, saved, refusal, save };
}

/**
 * The last step's button: where the thumb is, there stands that the visit is saved. Its words are a signal in the page: they
 * change at the moment they are true, before anything is drawn anew.
 */
function SaveButton({ saving, onPress }: { readonly saving: Saving; readonly onPress: (again: boolean) => void }) {
  const words = useComputed(() => (saving.saved.value ? v('visit.saved') : v('visit.save')));
  return <Button look="main" picture="check" onPress={onPress}>{words}</Button>;
}

function SavingLine({ saving }: { readonly saving: Saving }) {
  return (
    <>
      <p role="status">{saving.doing}</p>
      {saving.refusal.value ? <RefusalNote refusal={saving.refusal.value} arrives /> : <Unkept />}
    </>
  );
}

function VisitForm({ book, page }: { readonly book: Book; readonly page: HouseholdPage }) {
  const { id, body } = page.household;
  // Drafts are JSON; the form's own shape is one.
  const draft = useDraft(book, `visit/${id}`, () => freshVisit(book, page) as unknown as Record<string, Json>) as unknown as Draft<VisitDraft>;
  const clips = useLooseClips(book, `visit/${id}`);
  const saving = useSave({ book, page, clips, draft });
  const [tried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = draft.form.value;
  const at = form?.step ?? 0;
  useEffect(() => { if (form) void clips.recall([...form.photos, ...form.heard.flatMap((one) => one.voice ?? [])]); }, [form === null]);
  useEffect(() => { scrollTo(0, 0); if (at > 0) heading.current?.focus({ preventScroll: true }); }, [at]);
  const move = (to: number) => { stopSpeaking(); setTried(false); draft.set({ step: to }); };
  useInnerBack(at, () => move(at - 1));
  if (!form) return null;
  const steps = stepsOf(page, form);
  const n = Math.min(at, steps.length - 1);
  const step = steps[n]!;
  const View = VIEWS[step];
  const gap = missing(step, page, form, dayIsSure() ? book.today() : null);
  const last = n === steps.length - 1;
  const beginAnew = () => {
    setTried(false);
    for (const name of [...form.photos, ...form.heard.flatMap((one) => one.voice ?? [])]) clips.drop(name);
    void draft.clear();
  };
  // The next step's button stands where this one's stood: a hand that presses twice skips no question and saves nothing unseen.
  const forward = (again: boolean) => again ? undefined : (gap ? setTried(true) : last ? void saving.save(form) : move(n + 1));
  return (
    <Page
      title={v('visit.title', body.head)} form back={() => (n > 0 ? move(n - 1) : goBack(`#/ho/${id}`))}
      action={<>
        {n > 0 && <span class="side"><Button look="ink" onPress={() => move(n - 1)}>{t('do.previous')}</Button></span>}
        {last ? <SaveButton saving={saving} onPress={forward} /> : <Button look="main" picture="go" onPress={forward}>{n === steps.length - 2 ? v('visit.check') : t('do.next')}</Button>}
      </>}
    >
      <div class="stack wide">
        <div class="stack tight">
          <p class="small soft">{f('household.of', body.no, body.head)} · {v('visit.step', n + 1, steps.length)}</p>
          <div class="progress" aria-hidden="true">{steps.map((one, i) => <i key={one} class={i <= n ? 'past' : ''} />)}</div>
        </div>
        <h2 class="large" ref={heading} tabIndex={-1}>{v(`${step}.title`)}</h2>
        {draft.resumed.value && <Notice tone="acts" picture="edit" title={t('form.resumed')}><div><Confirm look="plain" label={t('form.drop')} ask={t('form.drop.means')} yes={t('form.drop')} onYes={beginAnew} /></div></Notice>}
        <View book={book} page={page} form={form} clips={clips} set={draft.set} tried={tried} />
        {tried && gap && <Wrong id="visit-gap">{v(gap)}</Wrong>}
        <SavingLine saving={saving} />
      </div>
    </Page>
  );
}

function OneVisit({ book, id }: { readonly book: Book; readonly id: string }) {
  const page = usePage(book, id);
  if (page === undefined) return null;
  if (page === null) return <MissingPage back="#/thon" />;
  const { household } = page;
  const why = household.body.closedOn !== null ? v('visit.closed') : myHand(book).worksFor({ village: household.village, household: id }) ? null : v('visit.not-yours');
  if (why !== null) return <Page title={v('visit.title', household.body.head)} back={`#/ho/${id}`}><Empty title={why} /></Page>;
  return <VisitForm book={book} page={page} />;
}

export default function VisitScreen({ book, path }: ScreenProps) {
  const [id] = path;
  if (id === undefined) return <Page title={v('visit.pick')} back="#/hom-nay"><Finder book={book} to="#/tham/" filters={false} /></Page>;
  return <OneVisit book={book} id={id} />;
}
