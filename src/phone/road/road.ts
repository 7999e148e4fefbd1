// The way to the commune's server over HTTP, word for word as docs/PROTOCOL.md says it.
import type { KeptRow } from '#journal/act.ts';
import type { Verdict } from '#journal/accept.ts';
import type { Asked, Mark, Span } from '#journal/cursor.ts';
import type { End } from '#journal/digest.ts';
import type { Page, Push, Pushed, Road } from '#journal/ports.ts';
import type { WireRow } from '../store/document.ts';
import { unwired } from '../store/document.ts';
import { RoadTrouble, ask, json, packed } from './ask.ts';
import { orderIn, type Signer } from './order.ts';

/** Spans the server reads at most; those left out only make it send more than it must. */
const MOST_SPANS = 1000;
const MOST_SPANS_ASKED = 200;
/** A page that sends nothing for so long is given up and asked for again. */
const STALL_MS = 45_000;

interface Run { readonly turns: readonly [number, number]; readonly entry: number; readonly asSaid: boolean; readonly on: string }
/** What servers of before did not say may be missing. */
type Newer<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
interface PushAnswer extends Omit<Newer<Pushed, 'history' | 'end'>, 'verdicts'> { readonly verdicts: readonly (Verdict | Run)[]; readonly build: string }
interface Head {
  readonly cursor: Mark;
  readonly reset: boolean;
  readonly last?: readonly [entry: number, chain: string];
  readonly from?: number;
  readonly other?: boolean;
  /** Signed; what of it holds is told by order.ts. */
  readonly order?: unknown;
}
interface Foot {
  readonly end: true;
  readonly more: string | null;
  readonly rows: number;
  readonly hidden?: number;
  readonly sum?: readonly [rows: number, sum: number];
}
type Line = Head | Foot | { readonly h: string | null; readonly rows: readonly WireRow[] };

/** Of a server that tells no end: so much every journal has. */
const NO_END: End = { entry: 0, chain: '' };

export interface RoadListener {
  /** Bytes of rows read so far in this page, unpacked, and rows. */
  progress?(bytes: number): void;
  /** How many acts and clips have not reached the server: the office sees it in its list of phones. */
  waiting?(): number;
  /** The server runs another build than this phone. */
  build?(build: string): void;
  /** Whose word about what this seat may read counts; null: nobody's is known here. */
  signer?(): Promise<Signer | null>;
}

/** The road of one seat. `build` names the deciding code of this phone. */
export function httpRoad(device: string, build: string, listener: RoadListener = {}): Road {
  let ahead: Ahead | null = null;
  const asking = (query: string): Promise<Response> => ask(device, `/api/rows?${query}`, { headers: { accept: 'application/x-ndjson', ...waiting(listener, 0) } });
  return {
    push: (said) => push(device, said, build, listener),
    async pull(asked) {
      const query = queryOf(asked);
      const answer = ahead?.query === query ? ahead.answer : asking(query);
      ahead = null;
      const page = await readPage(await answer, listener);
      if (page.reset && page.more !== null) {
        const heard = { ...page.end, epoch: page.cursor.epoch };
        const next = queryOf({ cursor: { ...page.cursor, own: [] }, more: page.more, heard });
        ahead = { query: next, answer: asking(next) };
        // Whoever asks for this page hears of its failure; where nobody does, nobody needs to.
        ahead.answer.catch(() => undefined);
      }
      return page;
    },
  };
}

/**
 * The next page of a whole reading, asked for while this one is being kept: the server packs it meanwhile. Nothing of it
 * is read before its turn, so that a small phone never holds two pages.
 */
interface Ahead {
  readonly query: string;
  readonly answer: Promise<Response>;
}

/** The newest spans: what is left out is sent again, and nothing worse. */
const newest = (spans: readonly Span[], most: number): readonly Span[] => spans.slice(-most);

/** What still waits here once `going` acts of this question have arrived with it. */
const waiting = (listener: RoadListener, going: number): Readonly<Record<string, string>> =>
  listener.waiting ? { 'x-waiting': String(Math.max(0, listener.waiting() - going)) } : {};

async function push(device: string, said: Push, build: string, listener: RoadListener): Promise<Pushed> {
  const { acts, cursor, withheld, heard } = said;
  const known = cursor && { ...cursor, own: newest(cursor.own, MOST_SPANS) };
  const { body, headers } = await packed(JSON.stringify({
    acts, cursor: known ?? undefined, withheld: withheld.length > 0 ? newest(withheld, MOST_SPANS) : undefined, build, heard,
  }));
  // What this phone's clock shows, wrong as it may be: beside the server's it tells about when each act was said.
  const clock = { 'x-clock': String(Math.max(0, Math.round(Date.now()))) };
  const answer = await json<PushAnswer>(await ask(device, '/api/acts', { method: 'POST', body, headers: { ...headers, ...clock, ...waiting(listener, acts.length) } }));
  if (!Array.isArray(answer.verdicts)) throw new RoadTrouble('no-signal', { code: 'road.no-signal' });
  if (answer.build !== build) listener.build?.(answer.build);
  return { ...answer, verdicts: answer.verdicts.flatMap(expanded), history: answer.history ?? 'same', end: answer.end ?? NO_END };
}

/** A run of accepted acts as one verdict each. */
export function expanded(verdict: Verdict | Run): readonly Verdict[] {
  if (!('turns' in verdict)) return [verdict];
  const [from, to] = verdict.turns;
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    turn: from + i, entry: verdict.entry + i, asSaid: verdict.asSaid, on: verdict.on,
  }));
}

function queryOf({ cursor, more, heard }: Asked): string {
  const query = new URLSearchParams();
  if (cursor) {
    query.set('epoch', cursor.epoch);
    query.set('scope', cursor.scope);
    query.set('entry', String(cursor.entry));
    if (cursor.own.length > 0) query.set('own', newest(cursor.own, MOST_SPANS_ASKED).map((span) => span.join('-')).join('.'));
  }
  if (more !== null) query.set('more', more);
  if (heard) query.set('heard', `${heard.epoch}.${heard.entry}.${heard.chain}`);
  return query.toString();
}

/** Reads a page line by line as it comes. A page without its last line was cut off. */
export async function readPage(answer: Response, listener: RoadListener = {}): Promise<Page> {
  let head: Head | undefined;
  let end: Foot | undefined;
  const rows: KeptRow[] = [];
  try {
    for await (const text of linesOf(answer, listener)) {
      const line = JSON.parse(text) as Line;
      if ('cursor' in line) head = line;
      else if ('end' in line) end = line;
      else for (const row of line.rows) rows.push(unwired(row, line.h));
    }
  } catch (cause) {
    throw new RoadTrouble('no-signal', { code: 'road.cut-off' }, 0, null, cause);
  }
  if (!head || !end || end.rows !== rows.length) throw new RoadTrouble('no-signal', { code: 'road.cut-off' });
  const { cursor, reset, last, from = null, other = false } = head;
  const { more, hidden = null, sum } = end;
  const signer = head.order === undefined ? null : await listener.signer?.();
  const order = signer ? await orderIn(head.order, cursor, signer) : null;
  return {
    cursor, reset, rows, more, from, hidden, other, ...(order ? { order } : {}),
    end: last ? { entry: last[0], chain: last[1] } : NO_END, sum: sum ? { rows: sum[0], sum: sum[1] } : null,
  };
}

/** The answer's lines, without their ends. Rejects where nothing comes for too long. */
async function* linesOf(answer: Response, listener: RoadListener): AsyncGenerator<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await unstalled(reader.read());
      if (done) break;
      bytes += value.length;
      listener.progress?.(bytes);
      const lines = (rest + value).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line !== '') yield line;
    }
    if (rest.trim() !== '') yield rest;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function unstalled<T>(reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('stalled')), STALL_MS);
  });
  try {
    return await Promise.race([reading, stalled]);
  } finally {
    clearTimeout(timer);
  }
}
