// Says why something was not done: in the words of the screen, else in the server's own sentence.
import { Notice } from '#phone/parts/notice.tsx';
import { countText } from '#phone/words/format.ts';
import type { Reason } from './ask.ts';
import { d, knows } from './door-words.ts';

/** The sentence for a reason. Waiting times are said in minutes and seconds. */
export function whyText(reason: Reason): string {
  const seconds = reason.params?.seconds ?? reason.params?.retryAfter;
  if (reason.code === 'sign-in.wait') return d('in.wait', Number(seconds ?? 60));
  const key = `why.${reason.code}`;
  if (knows(key) && key !== 'why.unknown') return d(key);
  return reason.message ?? d('why.unknown', reason.params?.status === undefined ? reason.code : `${reason.code} ${countText(Number(reason.params.status))}`);
}

export function Why({ reason, title }: { readonly reason: Reason; readonly title?: string }) {
  const away = reason.code === 'road.no-signal';
  return (
    <Notice tone={away ? 'waits' : 'lost'} picture={away ? 'no-signal' : 'warning'} live="assertive" {...(title === undefined ? {} : { title })}>
      <p>{whyText(reason)}</p>
    </Notice>
  );
}
