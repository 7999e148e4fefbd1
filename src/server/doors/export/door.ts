// POST /api/office/export: the register of one village as a file, with a reason, by two officers where there are two, noted in the audit before it goes out.
import type { FastifyInstance } from 'fastify';
import type { HouseholdRow } from '#commune/households/rows.ts';
import { householdsIn, openVillages } from '../../db/sheets.ts';
import { flow } from '../flow.ts';
import type { House } from '../house.ts';
import { Members } from '../json.ts';
import { failures, reading } from '../noting.ts';
import { Problem } from '../problem.ts';
import { csvOf } from './csv.ts';
import { secondIn, secondOfficer } from './second.ts';
import { HEADS, registerRows } from './register-sheet.ts';
import { workbookOf } from './workbook.ts';

/** Why a copy of people's data leaves the book: chosen from these, and kept in the audit. */
export const REASONS = ['review', 'report', 'paper', 'move'] as const;
const FORMATS = ['csv', 'xlsx'] as const;

/** Every village of a commune in one go, then one every five minutes. */
const BURST = 30;
const PER_SECOND = 1 / 300;

export function exportDoor(app: FastifyInstance, house: House): void {
  const officers = flow(BURST, PER_SECOND, house.clock);
  const failed = failures(app, house);
  app.post('/api/office/export', { compress: false }, async (request, reply) => {
    const who = await request.officer();
    const body = new Members(request.body);
    const format = one(FORMATS, body.text('format', 10), 'format');
    const why = one(REASONS, body.text('why', 20), 'why');
    const id = body.text('village', 60);
    officers.take(`${who.commune} ${who.person}`);
    const { village, households } = await house.db.inCommune(who.commune, 'read', async (tx) => ({
      village: (await openVillages(tx)).find((known) => known.id === id), households: await householdsIn(tx, id),
    }));
    if (!village) throw new Problem(404, 'village.unknown');
    const second = await secondOfficer(house, failed, who, body.has('second') ? secondIn(body.members('second')) : null);
    const rows = registerRows(village.name, households);
    await reading(house, who, { what: 'export', households: openOf(households), rows: rows.length, about: { village: id, format, why, second } });
    const file = format === 'csv' ? csvOf([HEADS, ...rows]) : workbookOf(village.name, HEADS, rows);
    return reply.type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="so-ho-${id.replace(/[^\w-]/g, '')}-${who.today}.${format}"`)
      .header('content-security-policy', "default-src 'none'; sandbox").send(file);
  });
}

const openOf = (households: readonly HouseholdRow[]): readonly string[] => households.filter(({ body }) => body.closedOn === null).map(({ id }) => id);

function one<T extends string>(known: readonly T[], said: string, what: string): T {
  const found = known.find((name) => name === said);
  if (found === undefined) throw new Problem(400, 'request.malformed', { what });
  return found;
}
