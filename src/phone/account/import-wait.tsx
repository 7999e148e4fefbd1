// Work of the server that takes more than a moment: says what it does and for how long already.
import { useEffect, useState } from 'preact/hooks';
import { Notice, Progress } from '#phone/parts/notice.tsx';
import { m } from './import-words.ts';

export function Waiting({ what }: { readonly what: 'reading' | 'checking' | 'taking' }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Notice tone="plain" picture="clock" live="polite"><p>{m(`file.${what}`, seconds)}</p></Notice>;
}

export function SendingNow(props: { readonly sent: number; readonly of: number }) {
  if (props.sent >= props.of) return <Waiting what="reading" />;
  return <Progress done={props.sent} of={props.of} says={m('file.sending', props.sent, props.of)} />;
}
