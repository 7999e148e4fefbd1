// How an act kind is written: its name, the shape of its body, the rows it reads, who may do it and what it leaves.
import type * as z from 'zod/mini';
import type { ActKind, Outcome, RowKey, Rows, Said } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import type { ActName } from './policy-table.ts';
import { parseAs } from './shape.ts';

/** `In` is the body as a screen says it (before trimming and defaults), for the typed map of bodies. */
export interface Kind<In, Out> extends ActKind<Out> {
  readonly takes?: In;
  /** Of the body: the register of what is stored is held against it (commune/rights/places.ts). */
  readonly shape: z.ZodMiniType<Out, In>;
}

interface Writing<In, Out> {
  /** Has a line in the policy table that says who may. */
  readonly name: ActName;
  readonly version: number;
  readonly shape: z.ZodMiniType<Out, In>;
  readonly upcasts?: Readonly<Record<number, (old: unknown) => unknown>>;
  /** Rows read besides the author's own, which every kind reads. */
  needs(body: Out, said: Said): readonly RowKey[];
  decide(body: Out, said: Said, rows: Rows): Outcome;
  /** It may still be said of a household whose data were erased; every other kind may not. */
  readonly afterErasing?: true;
}

/** Every kind also reads its author's row: who may do it stands first in each `decide`. */
export function kind<In, Out>({ shape, afterErasing, ...writing }: Writing<In, Out>): Kind<In, Out> {
  return {
    ...writing,
    shape,
    parse: (raw) => parseAs(shape, raw),
    needs: (body, said) => [...new Set([`person/${said.author}`, ...writing.needs(body, said)])],
    decide(body, said, rows) {
      const outcome = writing.decide(body, said, rows);
      return 'puts' in outcome && !afterErasing ? erasedAmong(writing.needs(body, said), rows) ?? outcome : outcome;
    },
  };
}

/**
 * The empty line of an erased household takes nothing on, whatever comes late from which phone. Asked last, so that
 * whoever may not do it at all does not hear of it.
 */
function erasedAmong(needs: readonly RowKey[], rows: Rows): Outcome | undefined {
  for (const key of needs) {
    if (!key.startsWith('household/')) continue;
    const erasedOn = (rows.get(key)?.body as { readonly erasedOn?: string } | undefined)?.erasedOn;
    if (erasedOn !== undefined) return refuse('household.erased', { on: erasedOn });
  }
  return undefined;
}
