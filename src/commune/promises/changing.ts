// A promise that cannot be kept as it was made: put off or withdrawn, always with a reason the household is told.
import * as z from 'zod/mini';
import { refuse } from '#journal/act.ts';
import { kind } from '../places/kind.ts';
import { day, words } from '../places/shape.ts';
import { wrongDue } from './making.ts';
import { happened, isClosed, meanwhile, moved, which } from './steps.ts';

const reason = words(600);

export const promisePostpone = kind({
  name: 'promise.postpone',
  version: 1,
  shape: z.strictObject({ ...which, dueOn: day, words: reason, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.postpone', body, said, rows, [(promise) => {
    if (promise.body.state !== 'open') return refuse('promise.not-open', meanwhile(promise));
    // Later than before, and not into the past: the first due day stays in the first step, for everyone to see.
    if (body.dueOn <= promise.body.dueOn) return refuse('promise.not-later', { dueOn: promise.body.dueOn });
    return wrongDue(body.dueOn, body.on ?? said.today);
  }, () => ({ to: { dueOn: body.dueOn }, step: { did: 'postponed', dueOn: body.dueOn } })]),
});

export const promiseWithdraw = kind({
  name: 'promise.withdraw',
  version: 1,
  shape: z.strictObject({ ...which, words: reason, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.withdraw', body, said, rows, [(promise) => {
    if (isClosed(promise)) return refuse('promise.not-open', meanwhile(promise));
    return undefined;
  }, () => ({ to: { state: 'withdrawn', told: false, offeredTo: null }, step: { did: 'withdrawn' } })]),
});

export const promiseTold = kind({
  name: 'promise.told',
  version: 1,
  shape: z.strictObject({ ...which, on: day }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.told', body, said, rows, [(promise) => {
    if (promise.body.state !== 'withdrawn') return refuse('promise.not-withdrawn', meanwhile(promise));
    if (promise.body.told) return refuse('promise.told', meanwhile(promise));
    return undefined;
  }, () => ({ to: { told: true }, step: { did: 'told' } })]),
});
