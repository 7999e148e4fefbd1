// One act against the rows it reads: the same answer on the phone and on the server.
import type { Act, ActKind, Kinds, Outcome, Refusal, RowKey, Rows, Said } from './act.ts';

/** An act that could be read: its body in the current version and the rows it asks for. */
export interface Readable {
  readonly act: Act;
  readonly said: Said;
  readonly needs: readonly RowKey[];
  decide(rows: Rows): Outcome;
}

/** `waits`: this build does not know the kind or its version yet; the act is kept, not judged (law J9). */
export type Reading = { readonly readable: Readable } | { readonly refusal: Refusal } | { readonly waits: true };

export function read(kinds: Kinds, act: Act, said: Said): Reading {
  const kind = kinds.get(act.kind) as ActKind<unknown> | undefined;
  if (!kind || act.v > kind.version) return { waits: true };
  let raw: unknown = act.body;
  for (let v = act.v; v < kind.version; v++) {
    const lift = kind.upcasts?.[v];
    if (!lift) return { refusal: { code: 'act.version', params: { kind: act.kind, v: act.v } } };
    raw = lift(raw);
  }
  const parsed = kind.parse(raw);
  if ('refusal' in parsed) return parsed;
  const { body } = parsed;
  return { readable: { act, said, needs: kind.needs(body, said), decide: (rows) => kind.decide(body, said, rows) } };
}
