// GET /api/office/audit: who looked at what on a day, for the officers of the commune; reading it is noted as well.
import type { FastifyInstance } from 'fastify';
import type { PersonRow } from '#commune/places/rows.ts';
import { readAudit, type Line, type Verified } from '../db/audit.ts';
import { readKept } from '../db/ledger.ts';
import type { Tx } from '../db/open.ts';
import { checkAudit } from '../jobs/watch-audit.ts';
import type { House } from './house.ts';
import { reading } from './noting.ts';
import { Problem } from './problem.ts';

const PAGE = 200;
const DAY_MS = 86_400_000;
/** The whole chain is walked at most this often, however many officers look. */
const CHECK_EVERY_MS = 600_000;

export interface AuditAnswer {
  /** Latest first. */
  readonly lines: readonly Line[];
  /** Names of the people in them, by id, where the book still knows them. */
  readonly people: Readonly<Record<string, string>>;
  /** Ask again with `before=` this for earlier lines of the day; null: that was all. */
  readonly more: number | null;
  /** The first line that is not as it was written; null: the chain is whole. */
  readonly broken: Verified['broken'];
}

export function auditDoor(app: FastifyInstance, house: House): void {
  const checked = new Map<string, { readonly at: number; readonly verified: Promise<Verified> }>();
  const check = (commune: string): Promise<Verified> => {
    const last = checked.get(commune);
    if (last && house.clock() - last.at < CHECK_EVERY_MS) return last.verified;
    const verified = checkAudit(house.db, house.dataDir, commune);
    checked.set(commune, { at: house.clock(), verified });
    verified.catch(() => checked.delete(commune));
    return verified;
  };
  app.get('/api/office/audit', async (request): Promise<AuditAnswer> => {
    const who = await request.officer();
    const { day, before } = request.query as Readonly<Record<string, unknown>>;
    const from = typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00+07:00`) : Number.NaN;
    if (Number.isNaN(from) || (before !== undefined && !/^\d{1,15}$/.test(String(before)))) throw new Problem(400, 'request.malformed', { what: 'day' });
    const { broken } = await check(who.commune);
    const wanted = { from, until: from + DAY_MS, before: before === undefined ? null : Number(before) };
    const { lines, people } = await house.db.inCommune(who.commune, 'read', async (tx) => {
      const lines = await readAudit(tx, wanted, PAGE);
      return { lines, people: await namesOf(tx, lines) };
    });
    await reading(house, who, { what: 'audit', households: null, rows: lines.length, about: { day: day as string } });
    return { lines, people, more: lines.length === PAGE ? lines.at(-1)!.n : null, broken };
  });
}

async function namesOf(tx: Tx, lines: readonly Line[]): Promise<Readonly<Record<string, string>>> {
  const ids = new Set(lines.flatMap(({ person, about }) => [person, about['for'], about['of']]).filter((id): id is string => typeof id === 'string'));
  const rows = await readKept(tx, [...ids].map((id) => `person/${id}`));
  return Object.fromEntries([...ids].flatMap((id) => {
    const row = rows.get(`person/${id}`);
    return row && !row.gone ? [[id, (row.body as PersonRow['body']).name]] : [];
  }));
}
