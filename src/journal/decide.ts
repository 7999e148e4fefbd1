// One act against the rows it reads: the same answer on the phone and on the server.
import type { Act, ActKind, Kinds, Outcome, Parsed, Refusal, RowKey, Rows, Said } from './act.ts';

/**
 * `waits`: this build cannot judge the act, because it does not know the kind or its version yet, or because its code
 * fails on it. The act is kept and asked about again, so that a newer build may judge it (law J9); it never stops the
 * acts behind it. `why` is set where code failed: it belongs in the server's log, not on the road.
 */
export type Waits = { readonly waits: true; readonly why?: string };

/** An act that could be read: its body in the current version and the rows it asks for. */
export interface Readable {
  readonly act: Act;
  readonly said: Said;
  readonly needs: readonly RowKey[];
  decide(rows: Rows): Outcome | Waits;
}

export type Reading = { readonly readable: Readable } | { readonly refusal: Refusal } | Waits;

export function read(kinds: Kinds, act: Act, said: Said): Reading {
  const kind = kinds.get(act.kind) as ActKind<unknown> | undefined;
  if (!kind || act.v > kind.version) return { waits: true };
  return unlessBroken<Reading>(() => {
    const parsed = parsedOnce(kind, act);
    if ('refusal' in parsed) return parsed;
    const { body } = parsed;
    const needs = kind.needs(body, said);
    const decide = (rows: Rows) => unlessBroken(() => kind.decide(body, said, only(needs, rows)));
    return { readable: { act, said, needs, decide } };
  });
}

/** Acts are never edited, and one that waits is decided anew with every act that is said after it: its body is parsed once. */
const parsed = new WeakMap<object, { readonly by: ActKind<unknown>; readonly v: number; readonly as: Parsed<unknown> }>();

function parsedOnce(kind: ActKind<unknown>, act: Act): Parsed<unknown> {
  const { body, v } = act;
  if (body === null || typeof body !== 'object') return parse(kind, act);
  const known = parsed.get(body);
  if (known?.by === kind && known.v === v) return known.as;
  const as = parse(kind, act);
  parsed.set(body, { by: kind, v, as });
  return as;
}

function parse(kind: ActKind<unknown>, act: Act): Parsed<unknown> {
  let raw: unknown = act.body;
  for (let v = act.v; v < kind.version; v++) {
    const lift = kind.upcasts?.[v];
    if (!lift) return { refusal: { code: 'act.version', params: { kind: act.kind, v: act.v } } };
    raw = lift(raw);
  }
  return kind.parse(raw);
}

/** A row that `needs` does not name may be here and missing there: reading it is a fault of the kind, found at once. */
const only = (needs: readonly RowKey[], rows: Rows): Rows => ({
  get(key) {
    if (!needs.includes(key)) throw new RangeError(`reads ${key}, which needs does not name`);
    return rows.get(key);
  },
});

/** One act whose code throws must not hold up everyone else's. */
function unlessBroken<T>(work: () => T): T | Waits {
  try {
    return work();
  } catch (error) {
    return { waits: true, why: error instanceof Error ? error.message : String(error) };
  }
}

/** The words for an act that a phone cannot say because its own build cannot decide it. */
export const unreadable = (kind: string, reading: { refusal: Refusal } | { waits: true; why?: string }): { refusal: Refusal } =>
  'refusal' in reading ? reading : { refusal: { code: reading.why === undefined ? 'act.unknown' : 'act.broken', params: { kind } } };
