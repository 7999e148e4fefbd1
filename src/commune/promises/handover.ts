// A promise passes to another keeper only when that one accepts; until then the first one keeps it.
import * as z from 'zod/mini';
import { refuse } from '#journal/act.ts';
import { kind } from '../places/kind.ts';
import { id } from '../places/shape.ts';
import { wrongKeeper } from './making.ts';
import { happened, isClosed, meanwhile, moved, note, which } from './steps.ts';

export const promiseOffer = kind({
  name: 'promise.offer',
  version: 1,
  shape: z.strictObject({ ...which, to: id, words: note, on: happened }),
  needs: ({ promise, to }) => [`promise/${promise}`, `person/${to}`],
  decide: (body, said, rows) => moved('promise.offer', body, said, rows, [(promise) => {
    if (isClosed(promise)) return refuse('promise.not-open', meanwhile(promise));
    if (body.to === promise.body.keeper) return refuse('promise.own', { keeper: body.to });
    if (body.to === promise.body.offeredTo) return refuse('promise.offered', { to: body.to });
    return wrongKeeper(body.to, promise, [said.today], rows);
  }, () => ({ to: { offeredTo: body.to }, step: { did: 'offered', to: body.to } })]),
});

export const promiseAccept = kind({
  name: 'promise.accept',
  version: 1,
  shape: z.strictObject({ ...which, words: note, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.accept', body, said, rows, [
    () => undefined, () => ({ to: { keeper: said.author, offeredTo: null }, step: { did: 'accepted' } }),
  ]),
});

export const promiseDecline = kind({
  name: 'promise.decline',
  version: 1,
  shape: z.strictObject({ ...which, words: note, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.decline', body, said, rows, [
    () => undefined, () => ({ to: { offeredTo: null }, step: { did: 'declined' } }),
  ]),
});
