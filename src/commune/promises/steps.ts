// How a promise moves: every step is added and none is taken away, so that the family can read what happened.
import * as z from 'zod/mini';
import type { Outcome, Rows, Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import type { Hand } from '../places/author.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, findAt } from '../places/find.ts';
import { SAYS, type ActName, type Line, type Tie } from '../places/policy-table.ts';
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

/** From which state, and what else must hold. */
type Rule = (promise: PromiseRow) => Outcome | undefined;
/** What the promise becomes, and the step that says so. */
type Step = (on: Day) => { readonly to: Partial<PromiseBody>; readonly step: Pick<PromiseStep, 'did'> & Partial<PromiseStep> };

/** The promise one step further, if the policy table lets this author say `kind` of it and `rule` has nothing against it. */
export function moved(kind: ActName, body: Moving, said: Said, rows: Rows, [rule, step]: readonly [Rule, Step]): Outcome {
  const by = author(rows, said);
  const row = findAt<PromiseRow>(rows, 'promise', body.promise, body.household);
  if (!row || !by.may(kind, row, tiesTo(row, by))) {
    return by.denied(kind, { row, unknown: refuse('promise.unknown', { promise: body.promise }), untied: row && another(kind, row, by) });
  }
  const against = rule(row);
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

function tiesTo({ body }: PromiseRow, by: Hand): readonly Tie[] {
  return [...(body.keeper === by.person ? ['keeper' as const] : []), ...(body.offeredTo === by.person ? ['offered' as const] : [])];
}

/** Who else keeps it or answered the offer; undefined where that is not what is missing. */
function another(kind: ActName, row: PromiseRow, by: Hand): Outcome | undefined {
  const line: Line = SAYS[kind];
  if (line.keeper && row.body.keeper !== by.person) return refuse('promise.not-keeper', { keeper: row.body.keeper });
  if (line.offered && row.body.offeredTo !== by.person) return refuse('promise.not-offered', lastStep(row));
  return undefined;
}

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
