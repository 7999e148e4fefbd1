// The steps of taking a register: what was read, chosen, seen and taken; kept while the book is open, so that "back" loses nothing.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { CheckAnswer, ReadAnswer, Receipt } from '#commune/households/sheet/answer.ts';
import type { Book } from '#phone/book.ts';
import { address, go } from '#phone/parts/router.ts';
import type { Asked, Reason } from './ask.ts';
import { dropIt, lookAt, takeIt } from './import-ask.ts';
import { lacks, partsOf, startDraft, takeUp, type Draft } from './import-draft.ts';

export type Stage =
  | { readonly at: 'file' }
  | { readonly at: 'map'; readonly read: ReadAnswer }
  | { readonly at: 'look'; readonly read: ReadAnswer; readonly answer: CheckAnswer }
  | { readonly at: 'done'; readonly receipt: Receipt };

const HOME = '#/van-phong/nhap';
/** Each step has an address of its own, after HOME. */
const STEPS = { map: `${HOME}/cot`, look: `${HOME}/xem`, done: `${HOME}/xong` } as const;

/** Goes on to a step, unless the person has gone elsewhere meanwhile. */
function goOn(to: string, instead = false): void {
  if (`#${address.peek()}`.startsWith(HOME)) go(to, instead);
}

export interface ImportFlow {
  /** The step that the address names, as far as there is something to show. Read while drawing. */
  stage(step: string | undefined): Stage;
  readonly draft: ReadonlySignal<Draft>;
  /** How often the person has tried to go on from the columns. */
  readonly tried: ReadonlySignal<number>;
  readonly busy: ReadonlySignal<'checking' | 'taking' | null>;
  readonly refusal: ReadonlySignal<Reason | null>;
  begin(read: ReadAnswer): void;
  choose(next: (draft: Draft) => Draft): void;
  pointAt(sheet: number, headRow: number, headRows: number): Promise<void>;
  look(): Promise<void>;
  take(): Promise<void>;
  /** Another file; the one that was sent goes from the server. */
  anew(): void;
}

const flows = new WeakMap<Book, ImportFlow>();

export function flowOf(book: Book): ImportFlow {
  const flow = flows.get(book) ?? begun(book);
  flows.set(book, flow);
  return flow;
}

function begun(book: Book): ImportFlow {
  const { device } = book.seat;
  const read = signal<ReadAnswer | null>(null);
  const answer = signal<CheckAnswer | null>(null);
  const receipt = signal<Receipt | null>(null);
  const draft = signal<Draft>([]);
  const tried = signal(0);
  const busy = signal<'checking' | 'taking' | null>(null);
  const refusal = signal<Reason | null>(null);
  const ask = async <T>(what: 'checking' | 'taking', question: () => Promise<Asked<T>>): Promise<T | undefined> => {
    if (busy.peek() !== null) return undefined;
    busy.value = what;
    refusal.value = null;
    const asked = await question();
    busy.value = null;
    if ('answer' in asked) return asked.answer;
    refusal.value = asked.refusal;
    return undefined;
  };
  return {
    draft, tried, busy, refusal,
    stage: (step) => stageOf(step, read.value, answer.value, receipt.value),
    choose: (next) => { draft.value = next(draft.peek()); },
    begin(next) {
      if (read.peek()) dropIt(device, read.peek()!.import);
      read.value = next;
      [answer.value, refusal.value, tried.value, draft.value] = [null, null, 0, startDraft(next)];
      goOn(STEPS.map);
    },
    async pointAt(sheet, headRow, headRows) {
      const village = draft.peek().find((one) => one.sheet === sheet)?.village ?? null;
      const got = await ask('checking', () => lookAt(device, read.peek()!.import, [{ sheet, village, head: { headRow, headRows } }]));
      if (got) draft.value = takeUp(draft.peek(), sheet, got);
    },
    async look() {
      tried.value += 1;
      if (lacks(draft.peek()) !== null) return;
      const parts = partsOf(draft.peek());
      const got = await ask('checking', () => lookAt(device, read.peek()!.import, parts));
      if (!got) return;
      draft.value = parts.reduce((next, part, i) => takeUp(next, part.sheet, got, i), draft.peek());
      answer.value = got;
      goOn(STEPS.look);
    },
    async take() {
      const got = await ask('taking', () => takeIt(device, read.peek()!.import, answer.peek()!.digest));
      if (!got) return;
      [receipt.value, read.value, answer.value] = [got, null, null];
      goOn(STEPS.done, true);
      void book.exchangeNow();
    },
    anew() {
      if (read.peek()) dropIt(device, read.peek()!.import);
      [read.value, answer.value, refusal.value] = [null, null, null];
      go(HOME);
    },
  };
}

function stageOf(step: string | undefined, read: ReadAnswer | null, answer: CheckAnswer | null, receipt: Receipt | null): Stage {
  if (step === 'xong' && receipt) return { at: 'done', receipt };
  if (step === 'xem' && read && answer) return { at: 'look', read, answer };
  if ((step === 'cot' || step === 'xem') && read) return { at: 'map', read };
  return { at: 'file' };
}
