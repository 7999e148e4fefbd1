// Doors for the rights of persons: who has looked at a household, for the household and the office; what is soon too old to be kept.
import type { FastifyInstance } from 'fastify';
import type { HouseholdRow } from '#commune/households/rows.ts';
import { mayUse, sees } from '#commune/places/policy.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { readKept } from '../db/ledger.ts';
import { readLooked } from '../db/looked.ts';
import type { Tx } from '../db/open.ts';
import { retentionRuns, type RetentionRun } from '../db/overdue.ts';
import { retentionDue, type Due } from '../jobs/retention.ts';
import type { House } from './house.ts';
import { reading } from './noting.ts';
import { Problem } from './problem.ts';
import type { Who } from './who.ts';

/** As long as the audit itself stands. */
const LOOKED_MS = 731 * 86_400_000;
/** An officer reads what goes within a month before it goes. */
const AHEAD_DAYS = 30;

export interface LookedLine {
  readonly person: string;
  readonly name: string | null;
  readonly on: string;
  readonly times: number;
  readonly what: string;
}

export interface LookedAnswer {
  /** ms: nothing of before is known. */
  readonly since: number;
  readonly lines: readonly LookedLine[];
}

export interface RetentionAnswer {
  /** What goes with the next night's run, and what within a month: how many by rule. */
  readonly now: Readonly<Record<string, number>>;
  readonly soon: Readonly<Record<string, number>>;
  /** Rows and households that go within a month, to be looked at before: `kind/id`, with their household. */
  readonly rows: readonly { readonly rule: string; readonly household: string | null; readonly key: string }[];
  readonly households: readonly string[];
  readonly runs: readonly RetentionRun[];
}

const MOST_ROWS = 300;

export function rightsDoors(app: FastifyInstance, house: House): void {
  app.get<{ Params: { household: string } }>('/api/looked/:household', async (request): Promise<LookedAnswer> => {
    const who = await request.seat();
    const since = house.clock() - LOOKED_MS;
    const lines = await house.db.inCommune(who.commune, 'read', (tx) => lookedAt(tx, who, request.params.household, since));
    await reading(house, who, { what: 'looked', households: [request.params.household], rows: lines.length });
    return { since, lines };
  });
  app.get('/api/office/retention', async (request): Promise<RetentionAnswer> => {
    const { commune } = await request.officer();
    const now = house.clock();
    const [next, soon] = [await retentionDue(house.db, commune, now), await retentionDue(house.db, commune, now, AHEAD_DAYS)];
    const runs = await house.db.inCommune(commune, 'read', retentionRuns);
    return { now: counted(next), soon: counted(soon), rows: soon.rows.slice(0, MOST_ROWS), households: soon.households, runs };
  });
}

function counted({ rows, households, loose }: Due): Readonly<Record<string, number>> {
  const counts: Record<string, number> = households.length > 0 ? { register: households.length } : {};
  for (const { rule } of rows) counts[rule] = (counts[rule] ?? 0) + 1;
  for (const { rule, count } of loose) counts[rule] = (counts[rule] ?? 0) + count;
  return counts;
}

/** The household itself may read it, and an officer, who prints it for those without a phone. Others are told there is no such household. */
async function lookedAt(tx: Tx, who: Who, id: string, since: number): Promise<readonly LookedLine[]> {
  const home = (await readKept(tx, [`household/${id}`])).get(`household/${id}`) as HouseholdRow | undefined;
  if (!home || !mayUse(who.row, 'looked.read', who.today, home)) throw new Problem(404, 'household.unknown', { household: id });
  const days = await readLooked(tx, id, since);
  const people = await readKept(tx, [...new Set(days.map(({ person }) => `person/${person}`))]);
  const lines = new Map<string, LookedLine>();
  for (const { person, on, times, what, named } of days) {
    const row = people.get(`person/${person}`);
    const known = row && !row.gone ? (row as unknown as PersonRow) : undefined;
    // A reading of many households was of this one too if the person could read it on that day.
    if (!named && !(known && sees(known, home, on))) continue;
    const key = `${person} ${on} ${what}`;
    lines.set(key, { person, name: known?.body.name ?? null, on, times: times + (lines.get(key)?.times ?? 0), what });
  }
  return [...lines.values()];
}
