// The steps of taking a register: what was read, chosen, seen and taken, and what the server is being asked just now.
import { useState } from 'preact/hooks';
import type { CheckAnswer, ReadAnswer, Receipt } from '#commune/households/sheet/answer.ts';
import type { Book } from '#phone/book.ts';
import type { Asked, Reason } from './ask.ts';
import { dropIt, lookAt, takeIt } from './import-ask.ts';
import { lacks, partsOf, startDraft, takeUp, type Draft } from './import-draft.ts';

export type Stage =
  | { readonly at: 'file' }
  | { readonly at: 'map'; readonly read: ReadAnswer }
  | { readonly at: 'look'; readonly read: ReadAnswer; readonly answer: CheckAnswer }
  | { readonly at: 'done'; readonly receipt: Receipt };

export interface ImportFlow {
  readonly stage: Stage;
  readonly draft: Draft;
  /** How often the person has tried to go on from the columns. */
  readonly tried: number;
  readonly busy: 'checking' | 'taking' | null;
  readonly refusal: Reason | null;
  begin(read: ReadAnswer): void;
  choose(next: (draft: Draft) => Draft): void;
  pointAt(read: ReadAnswer, sheet: number, headRow: number, headRows: number): Promise<void>;
  look(read: ReadAnswer): Promise<void>;
  backToMap(read: ReadAnswer): void;
  take(read: ReadAnswer, answer: CheckAnswer): Promise<void>;
  /** Another file; the one that was sent goes from the server. */
  anew(read?: ReadAnswer): void;
}

export function useImport(book: Book): ImportFlow {
  const [stage, setStage] = useState<Stage>({ at: 'file' });
  const [draft, setDraft] = useState<Draft>([]);
  const [tried, setTried] = useState(0);
  const [busy, setBusy] = useState<ImportFlow['busy']>(null);
  const [refusal, setRefusal] = useState<Reason | null>(null);
  const { device } = book.seat;
  const go = (next: Stage): void => {
    setRefusal(null);
    setStage(next);
    scrollTo(0, 0);
  };
  const ask = async <T>(what: ImportFlow['busy'], question: Promise<Asked<T>>): Promise<T | undefined> => {
    setBusy(what);
    setRefusal(null);
    const asked = await question;
    setBusy(null);
    if ('answer' in asked) return asked.answer;
    setRefusal(asked.refusal);
    return undefined;
  };
  return {
    stage, draft, tried, busy, refusal,
    choose: setDraft,
    begin(read) {
      setDraft(startDraft(read));
      setTried(0);
      go({ at: 'map', read });
    },
    async pointAt(read, sheet, headRow, headRows) {
      const village = draft.find((one) => one.sheet === sheet)?.village ?? null;
      const answer = await ask('checking', lookAt(device, read.import, [{ sheet, village, head: { headRow, headRows } }]));
      if (answer) setDraft((now) => takeUp(now, sheet, answer));
    },
    async look(read) {
      setTried((times) => times + 1);
      if (lacks(draft) !== null) return;
      const parts = partsOf(draft);
      const answer = await ask('checking', lookAt(device, read.import, parts));
      if (!answer) return;
      setDraft((now) => parts.reduce((next, part, i) => takeUp(next, part.sheet, answer, i), now));
      go({ at: 'look', read, answer });
    },
    backToMap: (read) => go({ at: 'map', read }),
    async take(read, answer) {
      const receipt = await ask('taking', takeIt(device, read.import, answer.digest));
      if (!receipt) return;
      go({ at: 'done', receipt });
      void book.exchangeNow();
    },
    anew(read) {
      if (read) dropIt(device, read.import);
      setTried(0);
      go({ at: 'file' });
    },
  };
}
