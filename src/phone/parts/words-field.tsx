// Free words: typed, dictated where the phone itself can listen, or recorded as they are spoken. Never required.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { language } from '#phone/words/words.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { Wrong } from './field.tsx';
import { Recorder } from './recorder.tsx';
import { appended, isFull, MOST_WORDS } from './words-room.ts';

/** What browsers that can dictate offer; the standard types do not have it yet. */
interface Listener {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally: boolean;
  onresult: ((event: { readonly resultIndex: number; readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }> }) => void) | null;
  onerror: (() => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}
interface ListenerMaker {
  new (): Listener;
  /** Says whether it can listen on the phone itself; browsers without it send the voice to their maker. */
  available?(options: { readonly langs: readonly string[]; readonly processLocally: true }): Promise<string>;
}
const listenerMaker = (): ListenerMaker | undefined => {
  const world = globalThis as { SpeechRecognition?: ListenerMaker; webkitSpeechRecognition?: ListenerMaker };
  return world.SpeechRecognition ?? world.webkitSpeechRecognition;
};
const heardLanguage = (): string => (language.peek() === 'vi' ? 'vi-VN' : 'en-GB');

/**
 * Whether this phone types what it hears by itself. A family's words are not sent to the browser's maker:
 * nobody consented to that (Luật 91/2025/QH15). The keyboard's own microphone and the recorder remain.
 */
async function listensItself(): Promise<boolean> {
  const Maker = listenerMaker();
  if (!Maker?.available) return false;
  return (await Maker.available({ langs: [heardLanguage()], processLocally: true }).catch(() => '')) === 'available';
}

function Dictation({ onHeard }: { readonly onHeard: (words: string) => void }) {
  const [listening, setListening] = useState(false);
  const [trouble, setTrouble] = useState(false);
  const listener = useRef<Listener | null>(null);
  useEffect(() => () => listener.current?.stop(), []);
  const [able, setAble] = useState(false);
  useEffect(() => { void listensItself().then(setAble); }, []);
  const Maker = listenerMaker();
  if (!Maker || !able) return null;
  const start = () => {
    setTrouble(false);
    const one = new Maker();
    one.lang = heardLanguage();
    one.processLocally = true;
    one.continuous = true;
    one.interimResults = false;
    one.onresult = (event) => {
      for (let i = event.resultIndex; i < event.results.length; i++) onHeard(event.results[i]![0]!.transcript.trim());
    };
    one.onerror = () => setTrouble(true);
    one.onend = () => setListening(false);
    listener.current = one;
    one.start();
    setListening(true);
  };
  return (
    <>
      <Button picture={listening ? 'stop' : 'letters'} look={listening ? 'main' : 'ink'} onPress={() => (listening ? listener.current?.stop() : start())}>
        {listening ? t('dictate.stop') : t('dictate.start')}
      </Button>
      {trouble && <Wrong id="dictate-trouble">{t('dictate.trouble')}</Wrong>}
    </>
  );
}

export interface WordsFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (words: string) => void;
  /** A recording may stand beside the words; left out where none is taken. */
  readonly voice?: { readonly kept: Blob | null; readonly onChange: (voice: Blob | null) => void };
  readonly wrong?: string | null | undefined;
  readonly needed?: boolean;
  readonly maxLength?: number;
}

export function WordsField(props: WordsFieldProps) {
  const id = useId();
  const latest = useRef(props.value);
  latest.current = props.value;
  const wrong = props.wrong ?? null;
  const most = props.maxLength ?? MOST_WORDS;
  const told = [props.hint !== undefined && `${id}-hint`, wrong !== null && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{props.label}{!props.needed && <span class="count"> ({t('field.optional')})</span>}</label>
      {props.hint !== undefined && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      <textarea id={id} autocomplete="off" rows={3} maxLength={most} value={props.value} aria-invalid={wrong !== null} aria-describedby={told || undefined} onInput={(event) => props.onChange(event.currentTarget.value)} />
      {wrong !== null && <Wrong id={`${id}-wrong`}>{wrong}</Wrong>}
      <div role="status">{isFull(props.value, most) && <p class="strong">{h('words.full', most)}</p>}</div>
      <div class="line no-print" style={{ alignItems: 'flex-start' }}>
        <Dictation onHeard={(words) => props.onChange(appended(latest.current, words, most))} />
        {props.voice && <div style={{ flex: '1 1 12rem' }}><Recorder voice={props.voice.kept} onChange={props.voice.onChange} /></div>}
      </div>
    </div>
  );
}
