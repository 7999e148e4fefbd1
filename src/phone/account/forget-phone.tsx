// Taking one's book off this phone: what waits is sent first, carried away as a file, or left sealed for the commune.
import { useState } from 'preact/hooks';
import type { Book, Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import type { Refusal } from '#journal/act.ts';
import { go } from '#phone/parts/router.ts';
import { a } from './account-words.ts';
import { markBorrowed } from './borrowed.ts';
import { Why } from './why.tsx';

async function saveFile(book: Book): Promise<void> {
  const url = URL.createObjectURL(await book.outboxFile());
  const link = document.createElement('a');
  link.href = url;
  link.download = `nha-rong-${book.seat.device}-${book.today()}.nharong`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function ForgetPhone({ phone, book }: { readonly phone: Phone; readonly book: Book }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  const [away, setAway] = useState(false);
  const { waitingActs, waitingClips } = book.road.value;
  const waiting = waitingActs + waitingClips;
  const send = async () => {
    setSending(true);
    await book.exchangeNow().catch(() => {});
    setSending(false);
    setAway(book.road.peek().state === 'no-signal');
  };
  const leave = async (how?: 'sealed') => {
    const { device } = book.seat;
    const answer = await phone.leave(device, how);
    if ('refusal' in answer) return setRefusal(answer.refusal);
    markBorrowed(device, false);
    go('#/', true);
  };
  return (
    <div class="stack">
      <p>{a('me.forget.means')}</p>
      {waiting > 0 && (
        <>
          <Notice tone="waits" live="polite"><p>{a('me.forget.waiting', waiting)}</p></Notice>
          <Button look="main" wide disabled={sending} onPress={() => void send()}>{sending ? a('office.asking') : a('me.forget.send')}</Button>
          {away && <Why reason={{ code: 'road.no-signal' }} />}
          <Button wide picture="file" onPress={() => void saveFile(book)}>{a('me.forget.file')}</Button>
          <p class="hint">{a('me.forget.file.means')}</p>
          <Button wide picture="lock" onPress={() => void leave('sealed')}>{a('me.forget.sealed')}</Button>
          <p class="hint">{a('me.forget.sealed.means')}</p>
        </>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
      {waiting === 0 && <Button look="main" wide picture="bin" onPress={() => void leave()}>{a('me.forget.do')}</Button>}
    </div>
  );
}
