// How a choice between two values is said, and whether the value kept fits its field.
import * as z from 'zod/mini';
import type { Outcome } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import { MOST_VALUES } from './meeting.ts';
import { parseAs, id, line, list, maybe } from './shape.ts';

/** How a choice is said, besides which record: the meeting, the value kept, and the values it was chosen over. */
export const choosing = {
  meeting: id, field: line(40), keep: maybe(line(160)), over: list(maybe(line(160)), MOST_VALUES + 1),
};

/** The value in the form the field takes, or why not: a choice may set nothing that an amendment could not. */
export function fit(shape: Readonly<Record<string, z.core.$ZodType>>, field: string, keep: string | null | undefined): { readonly no: Outcome } | undefined {
  const known = Object.hasOwn(shape, field) ? shape[field] : undefined;
  if (!known) return { no: refuse('body.invalid', { field: 'field', problem: 'choice' }) };
  const parsed = parseAs(z.strictObject({ keep: known as z.ZodMiniType }), { keep: keep ?? null });
  return 'refusal' in parsed ? { no: parsed } : undefined;
}
