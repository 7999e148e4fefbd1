// Speaks with the commune's import door: sends a file with its progress, asks what it would change, has it taken.
import type { CheckAnswer, ReadAnswer, Receipt } from '#commune/households/sheet/answer.ts';
import type { Part } from '#commune/households/sheet/mapping.ts';
import { ask, type Asked, type Reason } from './ask.ts';

/** A large file is understood within a minute, after those that came before it. */
const PATIENCE_MS = 240_000;

export const lookAt = (device: string, id: string, parts: readonly Part[]): Promise<Asked<CheckAnswer>> =>
  ask<CheckAnswer>(`office/import/${id}/check`, { method: 'POST', body: { parts }, device, patienceMs: PATIENCE_MS });

export const takeIt = (device: string, id: string, digest: string): Promise<Asked<Receipt>> =>
  ask<Receipt>(`office/import/${id}/take`, { method: 'POST', body: { digest }, device, patienceMs: PATIENCE_MS });

/** The file goes from the server at once; where that fails it goes by itself within a day. */
export const dropIt = (device: string, id: string): void => void ask(`office/import/${id}/drop`, { method: 'POST', body: {}, device });

export interface Sending {
  readonly answer: Promise<Asked<ReadAnswer>>;
  stop(): void;
}

/** Sends with XMLHttpRequest, as only it tells how much of a body has gone. */
export function send(device: string, file: File, onSent: (sent: number) => void): Sending {
  const request = new XMLHttpRequest();
  const answer = new Promise<Asked<ReadAnswer>>((resolve) => {
    const away = (): void => resolve({ refusal: { code: 'road.no-signal' } });
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.upload.onload = () => onSent(file.size);
    request.onload = () => resolve(answerOf(request));
    request.onerror = away;
    request.onabort = away;
    request.ontimeout = away;
  });
  request.open('POST', '/api/office/import');
  request.timeout = PATIENCE_MS;
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('x-device', device);
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name.normalize('NFC')));
  request.send(file);
  return { answer, stop: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): Asked<ReadAnswer> {
  try {
    const body = JSON.parse(request.responseText) as ReadAnswer & { readonly error?: Reason };
    return body.error ? { refusal: body.error } : { answer: body };
  } catch {
    // Our doors speak JSON: whoever does not stands in between.
    return { refusal: { code: request.status >= 500 ? 'server.trouble' : 'road.no-signal', params: { status: request.status } } };
  }
}
