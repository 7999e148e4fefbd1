// Done, confirmed, or not done after all: the keeper says so, and only the household closes it.
import * as z from 'zod/mini';
import { refuse } from '#journal/act.ts';
import { photo } from '../households/clips.ts';
import { findConsent, consentId, stands } from '../households/consent.ts';
import { kind } from '../places/kind.ts';
import { day, maybe } from '../places/shape.ts';
import { happened, isClosed, meanwhile, moved, note, which } from './steps.ts';

export const promiseClaim = kind({
  name: 'promise.claim',
  version: 1,
  shape: z.strictObject({ ...which, words: note, photo: maybe(photo), on: day }),
  needs: ({ promise, household }) => [`promise/${promise}`, `consent/${consentId(household, 'photo')}`],
  decide: (body, said, rows) => moved('promise.claim', body, said, rows, [(promise) => {
    if (promise.body.state !== 'open') return refuse('promise.not-open', meanwhile(promise));
    if (body.photo != null && !stands(findConsent(rows, body.household, 'photo'))) return refuse('visit.no-consent', { purpose: 'photo' });
    return undefined;
    // Who says it is done no longer hands it over.
  }, () => ({ to: { state: 'claimed', offeredTo: null }, step: { did: 'claimed', photo: body.photo ?? null } })]),
});

export const promiseConfirm = kind({
  name: 'promise.confirm',
  version: 1,
  shape: z.strictObject({ ...which, words: note, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.confirm', body, said, rows, [(promise) => {
    // Also from open: the family saw it done before the keeper said so.
    if (isClosed(promise)) return refuse('promise.not-open', meanwhile(promise));
    return undefined;
  }, () => ({ to: { state: 'confirmed', offeredTo: null }, step: { did: 'confirmed' } })]),
});

export const promiseReopen = kind({
  name: 'promise.reopen',
  version: 1,
  shape: z.strictObject({ ...which, words: note, on: happened }),
  needs: ({ promise }) => [`promise/${promise}`],
  decide: (body, said, rows) => moved('promise.reopen', body, said, rows, [(promise) => {
    // Also from confirmed: what the household closed, it may open again.
    if (promise.body.state !== 'claimed' && promise.body.state !== 'confirmed') return refuse('promise.not-done', meanwhile(promise));
    return undefined;
  }, () => ({ to: { state: 'open' }, step: { did: 'reopened' } })]),
});
