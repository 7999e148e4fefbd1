// The phone without its screens, to be called from a benchmark: seats, book, store and road as the app has them.
import { effect } from '@preact/signals';
import type { Json } from '#journal/act.ts';
import type { Book, Phone } from '#phone/book.ts';
import { kinds } from '#phone/store/late-kinds.ts';
import { openPhone } from '#phone/store/seats.ts';

/** What a benchmark may ask of the page. */
export interface PhoneCode {
  /** Signs in; resolves when the first reading is whole, and what acts are judged by is here too: in the app its worker holds it. */
  signIn(login: string, password: string): Promise<void>;
  /** Says the acts one after the other; each is durable before the next. Answers ms in all. */
  say(kind: string, bodies: readonly Json[]): Promise<number>;
  /** Resolves when nothing waits any more and the road is quiet, with the page's clock, ms. */
  settled(): Promise<number>;
  /** How many acts came out how: booked, refused, waiting. */
  counts(): { readonly booked: number; readonly refused: number; readonly waiting: number };
}
declare global {
  var phoneCode: PhoneCode;
}

let phone: Phone;

const book = (): Book => phone.book.peek()!;

/** Waits until the book is as wanted. */
const until = (wanted: () => boolean): Promise<void> => new Promise((resolve) => {
  let ended = false;
  const stop = effect(() => {
    if (ended || !wanted()) return;
    ended = true;
    queueMicrotask(() => { stop(); resolve(); });
  });
});

globalThis.phoneCode = {
  async signIn(login, password) {
    phone = await openPhone();
    const answer = await phone.signIn({ login, password });
    if ('refusal' in answer) throw new Error(answer.refusal.code);
    await until(() => book().road.value.lastAt !== null && book().road.value.state === 'quiet' && book().lines.value.length > 0);
    await kinds.load();
  },
  async say(kind, bodies) {
    const begun = performance.now();
    for (const body of bodies) {
      const said = await book().say(kind, body);
      if ('refusal' in said) throw new Error(JSON.stringify(said.refusal));
    }
    return performance.now() - begun;
  },
  async settled() {
    await until(() => book().road.value.waitingActs === 0 && book().road.value.state === 'quiet');
    return performance.now();
  },
  counts() {
    const { acts } = book();
    const of = (wanted: (trust: string) => boolean) => acts.peek().filter(({ trust }) => wanted(trust)).length;
    return { booked: of((trust) => trust === 'booked'), refused: of((trust) => trust === 'refused'), waiting: of((trust) => trust === 'saved' || trust === 'sent') };
  },
};
