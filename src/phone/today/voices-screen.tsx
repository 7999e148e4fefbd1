// Voices for those who do not read: which sentences a household hears have none in its language yet, and recording them here.
import { useEffect, useState } from 'preact/hooks';
import { CONSENT_WORDS } from '#commune/households/consent.ts';
import { CONSENT_PURPOSES } from '#commune/households/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myPosts } from '#phone/parts/hand.ts';
import { Picture } from '#phone/parts/picture.tsx';
import { Recorder } from '#phone/parts/recorder.tsx';
import { Part } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import type { Spoken } from '#phone/parts/speak.tsx';
import { countText } from '#phone/words/format.ts';
import { languageName } from '#phone/words/languages.ts';
import { m } from '#phone/words/home.ts';
import { o } from '#phone/words/more.ts';
import { keepVoice, recordedKeys, voiceOf } from '#phone/words/voices.ts';
import { consentVoice } from '../household/consent-ask.tsx';
import { saveFile } from './save-file.ts';

/** Every fixed sentence a household hears. What is different each time is read by the phone's own voice. */
export const heardWords = (): readonly Spoken[] => [
  ...CONSENT_PURPOSES.map((purpose) => ({ key: consentVoice(purpose), text: CONSENT_WORDS[purpose] })),
  { key: 'home-done', text: m('home.done') }, { key: 'home-not-done', text: m('home.not-done') }, { key: 'home-known', text: m('home.known') },
];

function OneVoice(props: { readonly language: string; readonly spoken: Spoken; readonly has: boolean; readonly onChange: () => void }) {
  const { language, spoken } = props;
  const [voice, setVoice] = useState<Blob | null>(null);
  useEffect(() => {
    let gone = false;
    void voiceOf(language, spoken.key).then((found) => { if (!gone) setVoice(found); });
    return () => { gone = true; };
  }, [language, spoken.key, props.has]);
  return (
    <li class="sheet stack tight">
      <p class="large" lang="vi">{spoken.text}</p>
      <p class="line small soft"><Picture name={props.has ? 'check' : 'mic'} size={18} />{o(props.has ? 'voice.has' : 'voice.none')}</p>
      <Recorder voice={voice} onChange={(kept) => { setVoice(kept); void keepVoice(language, spoken.key, kept).then(props.onChange, props.onChange); }} />
    </li>
  );
}

/** Names a recording as the app's folder of voices wants it: `<language>/<key>.<ending>`. */
async function saveVoices(language: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const voice = await voiceOf(language, key);
    if (voice) await saveFile(voice, `${language}-${key}.${voice.type.includes('mp4') ? 'm4a' : voice.type.includes('ogg') ? 'ogg' : 'webm'}`);
  }
}

const spokenHere = (book: Book): readonly string[] => {
  const own = new Set(myPosts(book).map((post) => post.village));
  const villages = [...book.villages.value].sort((a, b) => Number(own.has(b.id)) - Number(own.has(a.id)));
  return [...new Set([...villages.flatMap((village) => village.body.languages), 'vi'])];
};

export default function VoicesScreen({ book }: ScreenProps) {
  const languages = spokenHere(book);
  const [language, setLanguage] = useState(languages[0]!);
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [version, again] = useState(0);
  useEffect(() => {
    let gone = false;
    void recordedKeys(language).then((found) => { if (!gone) setKeys(found); });
    return () => { gone = true; };
  }, [language, version]);
  const all = heardWords();
  const missing = all.filter((one) => !keys.has(one.key)).length;
  return (
    <Page title={o('voice.title')} back="#/toi">
      <div class="stack wide">
        <p>{o('voice.means')}</p>
        <Choice legend={o('voice.language')} value={language} options={languages.map((code) => ({ value: code, label: languageName(code) }))} onChange={setLanguage} />
        <Part title={languageName(language)}>
          <p class="strong" role="status">{missing === 0 ? o('voice.all') : o('voice.missing', missing, all.length)}</p>
          <ol class="stack" aria-label={countText(all.length)}>{all.map((one) => <OneVoice key={`${language}/${one.key}`} language={language} spoken={one} has={keys.has(one.key)} onChange={() => again((n) => n + 1)} />)}</ol>
        </Part>
        {keys.size > 0 && <div class="stack tight" style={{ justifyItems: 'start' }}><Button picture="file" onPress={() => void saveVoices(language, [...keys])}>{o('voice.save')}</Button><p class="small soft">{o('voice.save.means')}</p></div>}
      </div>
    </Page>
  );
}
