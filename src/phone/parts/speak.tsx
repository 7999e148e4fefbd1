// Reads a text aloud: a recorded voice in the household's language where there is one, else the phone's Vietnamese voice.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '#phone/words/main.ts';
import { voiceOf } from '#phone/words/voices.ts';
import { Picture } from './picture.tsx';

export interface Spoken {
  /** Names the recording. */
  readonly key: string;
  /** What is read out where there is no recording. */
  readonly text: string;
  /** Language of the household; the phone's own voice speaks Vietnamese only. */
  readonly language?: string | null;
}

const speaking = signal<string | null>(null);
/** The text this phone has no voice for. */
const silent = signal<string | null>(null);
let playing: HTMLAudioElement | null = null;

export function stopSpeaking(): void {
  speaking.value = null;
  playing?.pause();
  playing = null;
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}

const vietnameseVoice = (): SpeechSynthesisVoice | undefined =>
  ('speechSynthesis' in globalThis ? speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith('vi')) : undefined);

/** Reads with the phone's own Vietnamese voice; where it has voices but none of them Vietnamese, nothing is mumbled. */
function sayByPhone(spoken: Spoken): void {
  if (!('speechSynthesis' in globalThis) || (speechSynthesis.getVoices().length > 0 && !vietnameseVoice())) {
    speaking.value = null;
    silent.value = spoken.key;
    return;
  }
  const says = new SpeechSynthesisUtterance(spoken.text);
  says.lang = 'vi-VN';
  says.rate = 0.9;
  const voice = vietnameseVoice();
  if (voice) says.voice = voice;
  says.onend = says.onerror = () => { if (speaking.peek() === spoken.key) speaking.value = null; };
  speechSynthesis.speak(says);
}

/** Plays one text; whatever is being read stops. */
export async function speakOut(spoken: Spoken): Promise<void> {
  stopSpeaking();
  speaking.value = spoken.key;
  silent.value = null;
  const language = spoken.language ?? 'vi';
  const voice = (await voiceOf(language, spoken.key)) ?? (language === 'vi' ? null : await voiceOf('vi', spoken.key));
  if (speaking.peek() !== spoken.key) return;
  if (!voice) { sayByPhone(spoken); return; }
  const url = URL.createObjectURL(voice);
  playing = new Audio(url);
  playing.onended = playing.onerror = () => { URL.revokeObjectURL(url); if (speaking.peek() === spoken.key) speaking.value = null; };
  await playing.play().catch(() => stopSpeaking());
}

export function SpeakButton({ spoken }: { readonly spoken: Spoken }) {
  const on = speaking.value === spoken.key;
  useEffect(() => () => { if (speaking.peek() === spoken.key) stopSpeaking(); }, [spoken.key]);
  const label = on ? t('speak.stop') : t('speak.play', spoken.text);
  return (
    <span class="line no-print" style={{ flex: 'none' }}>
      <button type="button" class={`icon-button edged${on ? ' on' : ''}`} aria-label={label} title={on ? label : t('speak.short')} onClick={() => (on ? stopSpeaking() : void speakOut(spoken))}>
        <Picture name={on ? 'stop' : 'speaker'} />
      </button>
      {silent.value === spoken.key && <span class="small soft" role="status">{t('speak.none')}</span>}
    </span>
  );
}
