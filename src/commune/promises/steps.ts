// How a promise moves: every step is added and none is taken away, so that the family can read what happened.
import * as z from 'zod/mini';
import type { Outcome, Rows, Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import type { Hand } from '../places/author.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, find } from '../places/kind.ts';
import type { Day } from '../places/rows.ts';
import { day, id, maybe, words } from '../places/shape.ts';
import type { PromiseBody, PromiseRow, PromiseStep } from './rows.ts';

/** A promise that moves two hundred times is not a promise; it must not fill a phone. */
const MOST_STEPS = 200;

/** Which promise: the household's id travels too, so that an act can be scoped without its rows. */
export const which = { promise: id, household: id };
/** Why, or how it went: may be left out. */
export const note = maybe(words(600));
/** The day it happened, where the phone tells it later; left out: the day it comes into the book. */
export const happened = z.optional(day);

interface Moving {
  readonly promise: string;
  readonly household: string;
  readonly words?: string | null | undefined;
  readonly on?: Day | undefined;
}

type Rule = (promise: PromiseRow, by: Hand) => Outcome | undefined;
/** What the promise becomes, and the step that says so. */
type Step = (on: Day) => { readonly to: Partial<PromiseBody>; readonly step: Pick<PromiseStep, 'did'> & Partial<PromiseStep> };

/** The promise one step further, if `rule` (who may, and from which state) has nothing against it. */
export function moved(body: Moving, said: Said, rows: Rows, rule: Rule, step: Step): Outcome {
  const by = author(rows, said);
  const row = find<PromiseRow>(rows, 'promise', body.promise);
  if (!row || row.household !== body.household) return refuse('promise.unknown', { promise: body.promise });
  const against = rule(row, by);
  if (against) return against;
  const on = body.on ?? said.today;
  if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
  if (on < row.body.madeOn) return refuse('day.early', { field: 'on', earliest: row.body.madeOn });
  if (row.body.steps.length >= MOST_STEPS) return refuse('promise.full', { most: MOST_STEPS });
  const { to, step: more } = step(on);
  const full: PromiseStep = { on, by: said.author, words: body.words ?? null, photo: null, ...more };
  const stateOn = to.state === undefined ? {} : { stateOn: on };
  return done(change(row, { ...to, ...stateOn, steps: [...row.body.steps, full] }));
}

/** The keeper, while a post still lets them act for the household. */
export const isKeeper = (promise: PromiseRow, by: Hand): boolean => promise.body.keeper === by.person && by.worksFor(promise);

/** Not the keeper: another is, or the post has ended. */
export const notKeeper = (promise: PromiseRow, by: Hand): Outcome =>
  promise.body.keeper === by.person ? by.mayNot('officer', 'head', 'volunteer') : refuse('promise.not-keeper', { keeper: promise.body.keeper });

const STATE_STEPS = ['made', 'claimed', 'confirmed', 'reopened', 'withdrawn'] as const;

/** What happened meanwhile, for somebody who spoke without knowing: the state, and who brought it about on which day. */
export function meanwhile(promise: PromiseRow): { state: string; by: string; on: Day } {
  const last = promise.body.steps.findLast((step) => STATE_STEPS.some((did) => did === step.did));
  return { state: promise.body.state, by: last?.by ?? promise.body.keeper, on: last?.on ?? promise.body.stateOn };
}

/** The last step of any kind: who else was offered it, accepted it, or did it meanwhile. */
export function lastStep({ body }: PromiseRow): { did: string; by: string; on: Day } {
  const last = body.steps.at(-1);
  return { did: last?.did ?? 'made', by: last?.by ?? body.keeper, on: last?.on ?? body.madeOn };
}

export const isClosed = ({ body }: PromiseRow): boolean => body.state === 'confirmed' || body.state === 'withdrawn';
