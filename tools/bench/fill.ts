// A big commune for benchmarks: 10 villages, 10,000 households, 40,000 people, 200,000 facts, the same every time.
import { sql } from 'kysely';
import { addDays } from '../../src/commune/places/days.ts';
import { markOf } from '../../src/journal/digest.ts';
import { dayAt } from '../../src/server/clock.ts';
import { sumAnew } from '../../src/server/db/digest.ts';
import type { Tx } from '../../src/server/db/open.ts';
import { Chance } from '../../src/server/sample/chance.ts';
import { makeName } from '../../src/server/sample/names.ts';
import { TALKS } from '../../src/server/sample/talk.ts';

export const BIG = { villages: 10, households: 10_000, people: 40_000, facts: 200_000 } as const;

export interface FilledRow {
  readonly kind: string;
  readonly id: string;
  readonly village: string | null;
  readonly household: string | null;
  readonly body: unknown;
}

/** The day so many days before this one. */
export const day = (before: number): string => addDays(dayAt(Date.now()), -before);
/** People who see to promises, the officer among them: their rows are made by serve.ts. */
export const KEEPERS: readonly string[] = ['lan', ...Array.from({ length: 19 }, (_, i) => `nguoi-${i + 1}`)];

/** Ids as phones make them: device and turn. */
const idOf = (count: number): string => `${'abcdefgh'.slice(0, 5)}${'kmnpqrst'[count % 8]}wx-${Math.floor(count / 8).toString(36)}`;

/** One promise in eight open, one claimed, the rest confirmed: as in the sample commune after half a year (47, 40 and 309 of 407). */
const STATES = ['open', 'claimed', 'confirmed', 'confirmed', 'confirmed', 'confirmed', 'confirmed', 'confirmed'] as const;

/** All rows of one household: itself with 4 people, and 20 facts: 3 consents, 8 visits, 8 promises, 1 petition. */
function household(chance: Chance, number: number, next: () => number): readonly FilledRow[] {
  const keeper = chance.pick(KEEPERS);
  const village = `thon-${number % BIG.villages}`;
  const id = `h${number}`;
  const place = { village, household: id };
  const head = makeName(chance, 'kinh', 'm');
  const members = Array.from({ length: 4 }, (_, i) => ({
    id: `${id}.${i}`, name: i === 0 ? head : makeName(chance, 'kinh', chance.chance(0.5) ? 'm' : 'f'),
    relation: (['head', 'spouse', 'child', 'child'] as const)[i], sex: 'm', born: String(1950 + chance.below(70)), leftOn: null,
  }));
  const rows: FilledRow[] = [{
    kind: 'household', id, ...place,
    body: { no: String(Math.floor(number / BIG.villages) + 1), head, members, language: 'vi', place: chance.pick(['Xóm Suối', 'Xóm Đồi', 'Xóm Hồ']), phone: null, closedOn: null },
  }];
  for (const purpose of ['visit-notes', 'photo', 'voice']) {
    rows.push({ kind: 'consent', id: `${id}.${purpose}`, ...place, body: { purpose, given: true, how: 'spoken', language: 'vi', text: '1', on: day(180), by: head, withdrawnOn: null } });
  }
  for (let i = 0; i < 8; i++) {
    const talk = chance.pick(TALKS);
    const visit = idOf(next());
    const on = day(chance.below(180));
    rows.push({ kind: 'visit', id: visit, ...place, body: { on, came: [keeper], along: [], met: [members[i % 2]!.name], language: 'vi', heard: [{ topic: talk.topic, words: talk.words, clip: null }], photos: [], by: keeper, correctedOn: null } });
    const state = chance.pick(STATES);
    rows.push({ kind: 'promise', id: `${visit}.0`, ...place, body: { visit, what: talk.promise?.what ?? 'Hỏi và trả lời gia đình', keeper, offeredTo: null, madeOn: on, dueOn: day(chance.below(60) - 30), state, stateOn: on, told: true, steps: [{ did: 'made', on, by: keeper, words: null, photo: null, dueOn: day(0) }] } });
  }
  rows.push({ kind: 'petition', id: idOf(next()), ...place, body: { visit: null, topic: 'land', matter: 'Xin đo lại ranh rẫy.', by: keeper, on: day(40), replyDueOn: day(26), replies: [{ on: day(30), by: keeper, words: 'Đã hẹn ngày đo.', final: true }] } });
  return rows;
}

/** Rows household by household. @param count households, 10,000 for the figures */
export function* bigCommune(count: number = BIG.households): Generator<readonly FilledRow[]> {
  const chance = new Chance(10_000);
  let facts = 0;
  for (let number = 0; number < count; number++) yield household(chance, number, () => facts++);
}

/** Writes the rows straight into the tables, as if acts had left them: entries follow the last one of the journal. */
export async function fill(tx: Tx, count: number = BIG.households): Promise<number> {
  const journal = await tx.selectFrom('journal').select('last_entry').where('commune_id', '=', tx.commune).executeTakeFirstOrThrow();
  let entry = journal.last_entry;
  let rows: (FilledRow & { readonly entry: number })[] = [];
  let written = 0;
  const flush = async (): Promise<void> => {
    await sql`insert into kept_row (commune_id, kind, id, village_id, household_id, entry, gone, body, mark)
      select ${tx.commune}::integer, kind, id, village, household, entry, false, body::json, mark
      from unnest(${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.village)}::text[],
        ${rows.map((row) => row.household)}::text[], ${rows.map((row) => row.entry)}::bigint[], ${rows.map((row) => JSON.stringify(row.body))}::text[],
        ${rows.map(markOf)}::bigint[]) as filled(kind, id, village, household, entry, body, mark)`.execute(tx);
    written += rows.length;
    rows = [];
  };
  for (const household of bigCommune(count)) {
    for (const row of household) rows.push({ ...row, entry: ++entry });
    if (rows.length > 5_000) await flush();
  }
  await flush();
  await sumAnew(tx);
  await tx.updateTable('journal').set({ last_entry: entry }).where('commune_id', '=', tx.commune).execute();
  return written;
}
