// The acts of two builds of the app: the real kinds, a few that only the newer build knows, and one that it judges otherwise.
import type { ActKind, Kinds, Outcome, Row } from '#journal/act.ts';
import { done, keyOf, refuse } from '#journal/act.ts';
import { kinds } from '#commune/kinds.ts';

export type Build = 1 | 2;

/** Moves a household and all that hangs on it to another village; there is no such act yet, and rows must be able to move. */
const householdMove: ActKind<{ household: string; village: string; keys: readonly string[] }> = {
  name: 'household.move',
  version: 1,
  parse: (raw) => ({ body: raw as { household: string; village: string; keys: readonly string[] } }),
  needs: ({ household, keys }, said) => [`person/${said.author}`, `household/${household}`, ...keys],
  decide({ household, village, keys }, _said, rows) {
    const moving = [`household/${household}`, ...keys].map((key) => rows.get(key)).filter((row): row is Row => row?.household === household);
    return moving.length === 0 ? refuse('household.unknown', { household }) : done(...moving.map((row) => ({ ...row, village })));
  },
};

/** Takes a petition out of the book; the real acts never take a row away, and rows must be able to go. */
const petitionStrike: ActKind<{ petition: string }> = {
  name: 'petition.strike',
  version: 1,
  parse: (raw) => ({ body: raw as { petition: string } }),
  needs: ({ petition }, said) => [`person/${said.author}`, `petition/${petition}`],
  decide({ petition }, _said, rows): Outcome {
    const row = rows.get(`petition/${petition}`);
    return row ? { puts: [], drops: [keyOf(row)] } : refuse('petition.unknown', { petition });
  },
};

/** A kind whose code fails on some bodies in the older build. */
const brittle = (build: Build): ActKind<{ n: number; household: string; village: string }> => ({
  name: 'note.add',
  version: 1,
  parse: (raw) => ({ body: raw as { n: number; household: string; village: string } }),
  needs: (_body, said) => [`person/${said.author}`],
  decide({ n, household, village }, said) {
    if (build === 1 && n % 2 === 1) throw new TypeError('the older build stumbles here');
    return done({ kind: 'visit', id: said.id, village, household, body: { note: n } });
  },
});

const amend = kinds.get('household.amend')!;

/** The newer build: bodies have another form, and the place is written down otherwise. */
const amendLater: ActKind<unknown> = {
  ...amend,
  version: 2,
  upcasts: { 1: (old) => ({ amend: old }) },
  parse: (raw) => amend.parse((raw as { amend: unknown }).amend),
  decide(body, said, rows) {
    const outcome = amend.decide(body, said, rows);
    if (!('puts' in outcome)) return outcome;
    return { puts: outcome.puts.map((row) => ({ ...row, body: { ...(row.body as object), spelling: 2 } })) };
  },
};

/** Kinds that build 1 has never heard of. */
const LATER = ['promise.postpone', 'member.add', 'petition.strike'] as const;

const all = (build: Build): Map<string, ActKind<unknown>> => new Map<string, ActKind<unknown>>([
  ...kinds,
  ['household.move', householdMove as ActKind<unknown>],
  ['petition.strike', petitionStrike as ActKind<unknown>],
  ['note.add', brittle(build) as ActKind<unknown>],
]);

const first = all(1);
for (const name of LATER) first.delete(name);
const second = all(2);
second.set('household.amend', amendLater);

export const kindsOf: Readonly<Record<Build, Kinds>> = { 1: first, 2: second };

/** The body as a phone of that build writes it. */
export const bodyFor = (build: Build, kind: string, body: object): object =>
  kind === 'household.amend' && build === 2 ? { amend: body } : body;
