// One question to the commune's server, with every way it can fail told apart: no signal, sign-in, wait, trouble.
import type { Refusal } from '#journal/act.ts';
import { hearClock } from './clock.ts';
import { hearLease } from './lease-heard.ts';

/**
 * `no-signal`: nothing came, or somebody else's page came (a Wi-Fi that wants a sign-in of its own) ·
 * `sign-in`: the session is over, everything is kept · `wait`: the server asks for patience, in seconds ·
 * `trouble`: the server answered that it cannot.
 */
export type RoadEnd = 'no-signal' | 'sign-in' | 'wait' | 'trouble';

export class RoadTrouble extends Error {
  readonly end: RoadEnd;
  readonly status: number;
  readonly seconds: number | null;
  readonly refusal: Refusal;

  constructor(end: RoadEnd, refusal: Refusal, status = 0, seconds: number | null = null, cause?: unknown) {
    super(`${end}: ${refusal.code}`, cause === undefined ? undefined : { cause });
    this.name = 'RoadTrouble';
    this.end = end;
    this.status = status;
    this.seconds = seconds;
    this.refusal = refusal;
  }
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** Statuses besides 2xx that the asker reads itself. */
  readonly expect?: readonly number[];
  readonly patienceMs?: number;
}

/** The slowest road we plan for carries 50 kbit/s: a whole push of 1 MB, packed, takes it half a minute. */
const PATIENCE_MS = 120_000;

const noSignal = (cause?: unknown): RoadTrouble => new RoadTrouble('no-signal', { code: 'road.no-signal' }, 0, null, cause);

/**
 * Asks `path` for the seat `device` (null: before there is one); answers 2xx and expected statuses.
 * @throws RoadTrouble for everything else
 */
export async function ask(device: string | null, path: string, question: Question = {}): Promise<Response> {
  const quit = new AbortController();
  const timer = setTimeout(() => quit.abort(), question.patienceMs ?? PATIENCE_MS);
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: question.method ?? 'GET',
      headers: { ...question.headers, ...(device === null ? {} : { 'x-device': device }) },
      ...(question.body === undefined ? {} : { body: question.body }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: quit.signal,
    });
  } catch (cause) {
    throw noSignal(cause);
  } finally {
    clearTimeout(timer);
  }
  if (foreign(answer)) throw noSignal();
  hearClock(answer.headers.get('date'), Date.now());
  hearLease(device, answer.headers.get('nr-lease'));
  if (answer.ok || question.expect?.includes(answer.status)) return answer;
  throw await refused(answer);
}

/** Our doors never speak HTML under /api: whoever does stands in between. */
const foreign = (answer: Response): boolean => /html/iu.test(answer.headers.get('content-type') ?? '');

async function refused(answer: Response): Promise<RoadTrouble> {
  const refusal = await reason(answer);
  const { status } = answer;
  if (status === 401) return new RoadTrouble('sign-in', refusal, status);
  // 502 and 504 come from a proxy whose server is away for a moment.
  if (status === 429 || status === 503) return new RoadTrouble('wait', refusal, status, secondsOf(answer));
  if (status === 502 || status === 504) return new RoadTrouble('no-signal', refusal, status);
  return new RoadTrouble('trouble', refusal, status);
}

/** `Retry-After` in seconds; a date is read as well. Between one second and one hour. */
function secondsOf(answer: Response): number {
  const said = answer.headers.get('retry-after');
  if (!said) return 5;
  const seconds = /^\d+$/u.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : 5;
}

async function reason(answer: Response): Promise<Refusal> {
  const fallback = { code: answer.status === 401 ? 'sign-in.needed' : 'server.trouble', params: { status: answer.status } };
  try {
    const { error } = (await answer.json()) as { error?: { code?: unknown; params?: Record<string, string | number>; message?: unknown } };
    if (typeof error?.code !== 'string') return fallback;
    return { code: error.code, params: { ...error.params, ...(typeof error.message === 'string' ? { message: error.message } : {}) } };
  } catch {
    return fallback;
  }
}

/** Reads a JSON answer; an answer cut off or unreadable is a road that failed. */
export async function json<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (cause) {
    throw noSignal(cause);
  }
}

/** Packs a text for the road where the browser can; answers the body and the headers that name it. */
export async function packed(text: string): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  // Under a kilobyte the packing costs more than it saves.
  if (typeof CompressionStream === 'undefined' || text.length < 1000) return { body: text, headers };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return { body: await new Response(stream).arrayBuffer(), headers: { ...headers, 'content-encoding': 'gzip' } };
}

/** The refusal to show, with the seconds the server asks to wait where it said so. */
export const refusalOf = ({ refusal, seconds }: RoadTrouble): Refusal =>
  seconds === null ? refusal : { ...refusal, params: { seconds, ...refusal.params } };
