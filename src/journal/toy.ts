// A commune of tallies to try the journal on: kinds that put, refuse, move and take away, and who may see what.
import { type Act, type ActKind, type Json, type Kinds, type Row, actId, done, refuse } from './act.ts';

interface Tally { readonly id: string; readonly by: number }

const ask = (raw: unknown): { body: Tally } | ReturnType<typeof refuse> => {
  const { id, by } = raw as Partial<Tally>;
  return typeof id === 'string' && typeof by === 'number' ? { body: { id, by } } : refuse('body.invalid');
};

/** Adds to a tally, which may not pass a hundred: what comes first decides what still fits. */
const tallyAdd: ActKind<Tally> = {
  name: 'tally.add',
  version: 2,
  parse: ask,
  // In the first version the number was called `n`.
  upcasts: { 1: (old) => ({ id: (old as { id: string }).id, by: (old as { n: number }).n }) },
  needs: ({ id }) => [`tally/${id}`],
  decide({ id, by }, said, rows) {
    const before = rows.get(`tally/${id}`);
    const sum = ((before?.body as { sum: number } | undefined)?.sum ?? 0) + by;
    if (sum > 100) return refuse('tally.full', { sum });
    return done({ kind: 'tally', id, village: before?.village ?? 'v1', household: null, body: { sum, last: said.id } });
  },
};

const tallyDrop: ActKind<Tally> = {
  name: 'tally.drop',
  version: 1,
  parse: ask,
  needs: ({ id }) => [`tally/${id}`],
  decide: ({ id }, _said, rows) => (rows.get(`tally/${id}`) ? { puts: [], drops: [`tally/${id}`] } : refuse('tally.unknown')),
};

const tallyMove: ActKind<Tally> = {
  name: 'tally.move',
  version: 1,
  parse: ask,
  needs: ({ id }) => [`tally/${id}`],
  decide({ id, by }, _said, rows) {
    const row = rows.get(`tally/${id}`);
    return row ? done({ ...row, village: `v${by % 3}` }) : refuse('tally.unknown');
  },
};

/** Reads a row that it does not ask for: a fault of its writer. */
const tallyPeek: ActKind<Tally> = {
  name: 'tally.peek',
  version: 1,
  parse: ask,
  needs: () => [],
  decide: ({ id }, _said, rows) => (rows.get(`tally/${id}`) ? done() : refuse('tally.unknown')),
};

export const toyKinds: Kinds = new Map<string, ActKind<unknown>>(
  [tallyAdd, tallyDrop, tallyMove, tallyPeek].map((kind) => [kind.name, kind as ActKind<unknown>]));

export const kindOf = (name: string): ActKind<unknown> => toyKinds.get(name)!;

/** Persons whose ids begin with `v` see the villages their body names; all others see everything. */
export const toySees = (person: Row, row: Row): boolean => {
  const villages = (person.body as { villages?: readonly string[] }).villages;
  return villages === undefined || row.kind === 'person' || row.village === null || villages.includes(row.village);
};

export const toyScope = (person: Row): string => ((person.body as { villages?: readonly string[] }).villages ?? ['all']).join('+');

export const toyAct = (device: string, turn: number, body: Json, kind = 'tally.add', v = 2): Act =>
  ({ id: actId(device, turn), kind, v, device, turn, at: turn, body });
