// Asks one of the office's doors on the server and always comes back with an answer or a reason, never with a throw.
import type { Refusal } from '#journal/act.ts';

/** A reason from the server may carry its own Vietnamese sentence, for codes this build has no words for. */
export type Reason = Refusal & { readonly message?: string };
export type Asked<T> = { readonly answer: T } | { readonly refusal: Reason };

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The seat that asks; left out before there is one. */
  readonly device?: string;
  readonly signal?: AbortSignal;
}

/** No door answers slower than this on a road that works at all. The sample commune, which does, shows progress beside it. */
const PATIENCE_MS = 60_000;

function reasonOf(status: number, body: unknown, retryAfter: string | null): Reason {
  const error = (body as { error?: { code?: unknown; params?: unknown; message?: unknown } } | null)?.error;
  if (typeof error?.code === 'string') {
    const params = { ...(error.params as Record<string, string | number> | undefined) };
    if (retryAfter && params.seconds === undefined) params.seconds = Number(retryAfter);
    return { code: error.code, params, ...(typeof error.message === 'string' ? { message: error.message } : {}) };
  }
  return { code: status === 401 ? 'sign-in.needed' : 'server.trouble', params: { status } };
}

/**
 * @param path below `/api/`
 * Refusals of its own: `road.no-signal` (nothing came back), `server.trouble` (something unreadable did).
 */
export async function ask<T>(path: string, question: Question = {}): Promise<Asked<T>> {
  const headers: Record<string, string> = {};
  if (question.body !== undefined) headers['content-type'] = 'application/json';
  if (question.device !== undefined) headers['x-device'] = question.device;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(`/api/${path}`, {
      method: question.method ?? 'GET',
      headers,
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      signal: question.signal ?? patience,
      credentials: 'same-origin',
    });
    const text = await response.text();
    const body: unknown = text === '' ? null : parsed(text);
    if (!response.ok) return { refusal: reasonOf(response.status, body, response.headers.get('retry-after')) };
    return body === undefined ? { refusal: { code: 'server.trouble', params: { status: response.status } } } : { answer: body as T };
  } catch {
    return { refusal: { code: 'road.no-signal' } };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
