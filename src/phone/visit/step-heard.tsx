// What was heard, topic by topic, in the household's own words: typed, dictated or recorded; or taken as a petition.
import { useState } from 'preact/hooks';
import { TOPICS, type Topic } from '#commune/visits/rows.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choices } from '#phone/parts/choice.tsx';
import { Wrong } from '#phone/parts/field.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { Recorder } from '#phone/parts/recorder.tsx';
import { WordsField } from '#phone/parts/words-field.tsx';
import { f } from '#phone/words/field.ts';
import { t } from '#phone/words/main.ts';
import { v } from '#phone/words/visit.ts';
import { answered, ConsentAsk } from '../household/consent-ask.tsx';
import { consentOf } from '../household/consent-part.tsx';
import type { StepProps } from './step-props.ts';
import { allows, speakers, standing, type HeardDraft } from './visit-draft.ts';

/** The voice of one matter; the first time the household is asked before. */
function Voice(props: StepProps & { readonly one: HeardDraft; readonly change: (change: Partial<HeardDraft>) => void }) {
  const { page, form, clips, set, one, change, tried } = props;
  const [asking, setAsking] = useState(false);
  const answer = form.answers.voice;
  const keep = (voice: Blob | null) => {
    if (one.voice !== null) clips.drop(one.voice);
    if (voice) void clips.keep(voice).then((name) => change({ voice: name }));
    else change({ voice: null });
  };
  const recorder = allows(page, form, 'voice') && <Recorder voice={one.voice === null ? null : clips.held.value.get(one.voice) ?? null} onChange={keep} />;
  // While it is being asked the question stays: a name is typed letter by letter.
  if (recorder && !asking) return recorder;
  if (!asking && answer.given === false && answered(answer)) return <p class="soft">{v('heard.voice.no')}</p>;
  if (!asking && answer.given === null) return <div><Button picture="mic" onPress={() => setAsking(true)}>{v('heard.voice')}</Button></div>;
  return (
    <div class="stack tight">
      <p class="strong">{v('heard.voice.ask')}</p>
      <ConsentAsk purpose="voice" language={form.language} names={speakers(page, form)} answer={answer} onChange={(next) => set({ answers: { ...form.answers, voice: next } })} />
      {tried && answer.given !== null && !answered(answer) && <Wrong id="voice-by">{v('ask.needed')}</Wrong>}
      {recorder || (answer.given === false && answered(answer) && <p class="soft">{v('heard.voice.no')}</p>)}
    </div>
  );
}

function OneHeard(props: StepProps & { readonly one: HeardDraft; readonly change: (change: Partial<HeardDraft>) => void; readonly onDrop: () => void }) {
  const { page, form, one, change, tried } = props;
  const mayWrite = one.petition || allows(page, form, 'visit-notes');
  return (
    <section class="sheet stack tight" aria-label={f(`topic.${one.topic}`)}>
      <header class="line apart">
        <h3 class="line"><Picture name={one.topic} />{f(`topic.${one.topic}`)}</h3>
        <Button look="plain" picture="bin" onPress={props.onDrop}>{t('do.remove')}</Button>
      </header>
      {mayWrite && <WordsField label={v('heard.words')} value={one.words} wrong={tried && one.petition && one.words.trim() === '' ? v('heard.petition.words') : null} onChange={(words) => change({ words })} />}
      {one.topic !== 'thanks' && <Choices legend={v('heard.petition')} quiet values={one.petition ? ['yes'] : []} layout="one" options={[{ value: 'yes', label: v('heard.petition'), hint: v('heard.petition.hint'), picture: 'letter' }]} onChange={(values) => change({ petition: values.length > 0 })} />}
      <Voice {...props} />
    </section>
  );
}

export function HeardStep(props: StepProps) {
  const { page, form, set } = props;
  const [dropped, setDropped] = useState<{ readonly one: HeardDraft; readonly at: number } | null>(null);
  const [picking, setPicking] = useState(form.heard.length === 0);
  const notes = consentOf(page, 'visit-notes');
  // By topic and on the form as it is then: a recording ends while words are being typed.
  const change = (topic: Topic, next: Partial<HeardDraft>) => set((now) => ({ heard: now.heard.map((one) => (one.topic === topic ? { ...one, ...next } : one)) }));
  const pick = (topics: readonly Topic[]) => {
    const added = topics.filter((topic) => !form.heard.some((one) => one.topic === topic));
    const gone = form.heard.findIndex((one) => !topics.includes(one.topic));
    if (gone >= 0) drop(gone);
    else {
      setPicking(false);
      set({ heard: [...form.heard, ...added.map((topic) => ({ topic, words: '', voice: null, petition: false }))] });
    }
  };
  const drop = (at: number) => {
    setDropped({ one: form.heard[at]!, at });
    set({ heard: form.heard.filter((_, n) => n !== at) });
  };
  return (
    <>
      {standing(page, 'visit-notes') && notes && <p class="soft">{v('ask.stands', notes.body.on, notes.body.by)}</p>}
      {!allows(page, form, 'visit-notes') && <Notice title={v('ask.refused')} />}
      {form.heard.map((one, n) => <OneHeard key={one.topic} {...props} one={one} change={(next) => change(one.topic, next)} onDrop={() => drop(n)} />)}
      {picking || form.heard.length === 0 ? <Choices legend={form.heard.length === 0 ? v('heard.add') : v('heard.more')} values={form.heard.map((one) => one.topic)} options={TOPICS.map((topic) => ({ value: topic, label: f(`topic.${topic}`), picture: topic }))} onChange={pick} /> : <Button picture="plus" wide onPress={() => setPicking(true)}>{v('heard.add-more')}</Button>}
      {dropped && (
        <Notice tone="acts" picture="undo" live="polite" title={t('do.removed', f(`topic.${dropped.one.topic}`))}>
          <div><Button onPress={() => { set({ heard: form.heard.toSpliced(dropped.at, 0, dropped.one) }); setDropped(null); }}>{t('do.undo')}</Button></div>
        </Notice>
      )}
      <Notice picture="hand" title={v('heard.keep-out')}><p class="small">{v('heard.keep-out.means')}</p></Notice>
    </>
  );
}
