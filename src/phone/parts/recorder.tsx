// Records a voice: time and loudness are shown while it runs, three minutes at most, and it can be heard before it is kept.
import { useEffect, useRef, useState } from 'preact/hooks';
import { runText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { Button, IconButton } from './button.tsx';
import { Wrong } from './field.tsx';
import { Picture } from './picture.tsx';

/** Three minutes at about 24 kbit/s are half a megabyte: a bad road carries it. */
const MOST_SECONDS = 180;
const BITS = 24_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

interface Running {
  readonly recorder: MediaRecorder;
  readonly stop: () => void;
}

/** Begins to record; `level` is told 0..1 about ten times a second. Rejects where the phone does not allow it. */
async function begin(level: (loud: number) => void, done: (voice: Blob) => void): Promise<Running> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS, ...(type ? { mimeType: type } : {}) });
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 512;
  context.createMediaStreamSource(stream).connect(ear);
  const wave = new Uint8Array(ear.fftSize);
  const beat = setInterval(() => {
    ear.getByteTimeDomainData(wave);
    level(Math.min(1, Math.max(...wave.map((one) => Math.abs(one - 128))) / 90));
  }, 100);
  const pieces: Blob[] = [];
  recorder.ondataavailable = (event) => { if (event.data.size > 0) pieces.push(event.data); };
  recorder.onstop = () => {
    clearInterval(beat);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    done(new Blob(pieces, { type: (recorder.mimeType || 'audio/webm').split(';')[0]! }));
  };
  recorder.start(1000);
  return { recorder, stop: () => { if (recorder.state !== 'inactive') recorder.stop(); } };
}

export interface RecorderProps {
  readonly voice: Blob | null;
  readonly onChange: (voice: Blob | null) => void;
}

export function Recorder({ voice, onChange }: RecorderProps) {
  const [since, setSince] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [loud, setLoud] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const running = useRef<Running | null>(null);
  // The form goes on being filled in while the voice runs: what is told at its end goes to the form as it is then.
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => () => running.current?.stop(), []);
  useEffect(() => {
    if (since === null) return;
    const beat = setInterval(() => {
      const now = (Date.now() - since) / 1000;
      setSeconds(now);
      if (now >= MOST_SECONDS) { running.current?.stop(); setTrouble(t('record.full')); }
    }, 250);
    return () => clearInterval(beat);
  }, [since]);
  const start = async () => {
    setTrouble(null);
    if (!('MediaRecorder' in globalThis) || !navigator.mediaDevices) { setTrouble(t('record.none')); return; }
    try {
      running.current = await begin(setLoud, (kept) => { running.current = null; setSince(null); if (kept.size > 0) tell.current(kept); });
      setSeconds(0);
      setSince(Date.now());
    } catch {
      setTrouble(t('record.denied'));
    }
  };
  return (
    <div class="stack tight">
      {since !== null
        ? <RunningVoice seconds={seconds} loud={loud} onStop={() => running.current?.stop()} />
        : voice
          ? <div class="voice"><VoicePlayer source={voice} /><IconButton picture="bin" label={t('record.drop')} onPress={() => onChange(null)} /></div>
          : <Button picture="mic" look="edge" onPress={() => void start()}>{t('record.start')}</Button>}
      {trouble !== null && <Wrong id="record-trouble">{trouble}</Wrong>}
    </div>
  );
}

function RunningVoice(props: { readonly seconds: number; readonly loud: number; readonly onStop: () => void }) {
  const says = t('record.running', runText(props.seconds), runText(MOST_SECONDS));
  return (
    <div class="voice">
      <Picture name="mic" />
      <div class="body">
        <b>{says}</b>
        <div class="meter" aria-hidden="true"><i style={{ width: `${Math.round(props.loud * 100)}%` }} /></div>
      </div>
      <Button look="main" picture="stop" onPress={props.onStop}>{t('record.stop')}</Button>
    </div>
  );
}

/** Plays a recording with the phone's own player, which people know. */
export function VoicePlayer({ source }: { readonly source: Blob }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(source);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [source]);
  return url === null ? null : <audio class="body" controls src={url} aria-label={t('record.play')} style={{ height: '2.75rem', width: '100%' }} />;
}
