// Asks one of the office's doors on the server and always comes back with an answer or a reason, never with a throw.
import type { Refusal } from '#journal/act.ts';
import { ask as onTheRoad, json, packed, RoadTrouble } from '#phone/road/ask.ts';

/** A reason from the server may carry its own Vietnamese sentence, for codes this build has no words for. */
export type Reason = Refusal & { readonly message?: string };
export type Asked<T> = { readonly answer: T } | { readonly refusal: Reason };

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The seat that asks; left out before there is one. */
  readonly device?: string;
  /** For work the server does while one waits. */
  readonly patienceMs?: number;
}

/**
 * @param path below `/api/`
 * Refusals of the road itself: `road.no-signal` (nothing came back), `server.trouble` (it says it cannot).
 */
export async function ask<T>(path: string, question: Question = {}): Promise<Asked<T>> {
  const body = question.body === undefined ? {} : await packed(JSON.stringify(question.body));
  try {
    const answer = await onTheRoad(question.device ?? null, `/api/${path}`, {
      method: question.method ?? 'GET', ...body,
      ...(question.patienceMs === undefined ? {} : { patienceMs: question.patienceMs }),
    });
    return { answer: answer.status === 204 ? (null as T) : await json<T>(answer) };
  } catch (trouble) {
    return { refusal: reasonOf(trouble) };
  }
}

/** Why a road failed, in the form the screens say. */
export function reasonOf(trouble: unknown): Reason {
  if (!(trouble instanceof RoadTrouble)) return { code: 'server.trouble' };
  const { message, ...params } = trouble.refusal.params ?? {};
  const waits = trouble.seconds === null || params.seconds !== undefined ? {} : { seconds: trouble.seconds };
  return { code: trouble.refusal.code, params: { ...params, ...waits }, ...(typeof message === 'string' ? { message } : {}) };
}
