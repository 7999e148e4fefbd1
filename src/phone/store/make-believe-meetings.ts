// The invented village after people wrote the same things differently: values to choose, a family entered twice, one closed too soon.
import type { KeptRow } from '#journal/act.ts';
import { actId, keyOf } from '#journal/act.ts';
import { read } from '#journal/decide.ts';
import { kinds } from '#commune/kinds.ts';
import type { Day } from '#commune/places/rows.ts';
import { COMMUNE, HEAD, OFFICER, REPRESENTATIVE, VILLAGE, VOLUNTEER } from './make-believe-rows.ts';

type Telling = readonly [who: string, kind: string, body: object];

const MET = (yesterday: Day): readonly Telling[] => [
  [VOLUNTEER, 'household.amend', { household: 'h01', phone: '0905 111 222', was: { phone: '0905000110' } }],
  [HEAD, 'household.amend', { household: 'h01', phone: '0984 333 444', was: { phone: '0905000110' } }],
  [HEAD, 'household.amend', { household: 'h04', place: 'Bên suối, cạnh cầu gỗ', was: { place: 'Bên suối' } }],
  [OFFICER, 'household.amend', { household: 'h04', place: 'Xóm trên', was: { place: 'Bên suối' } }],
  [OFFICER, 'household.register', { id: 'h13', village: VILLAGE, no: '03', head: 'Nguyễn Văn Phước', members: [{ name: 'Nguyễn Văn Phước', relation: 'head' }, { name: 'Trần Thị Mười', relation: 'spouse', born: '1979' }, { name: 'Nguyễn Văn Tí', relation: 'child', born: '2025' }], phone: '0912 555 777', place: 'Ngã ba' }],
  [HEAD, 'household.close', { household: 'h05', on: yesterday }],
  [VOLUNTEER, 'member.add', { household: 'h05', name: 'A Phin', relation: 'child', born: '2024' }],
  [VOLUNTEER, 'household.amend', { household: 'h02', language: 'sed', was: { language: 'bdq' } }],
  [OFFICER, 'household.amend', { household: 'h02', language: 'jra', was: { language: 'bdq' } }],
];

const MERGED: readonly Telling[] = [
  [OFFICER, 'visit.record', { household: 'h13', on: '2026-11-02', language: 'vi', met: ['Trần Thị Mười'], heard: [{ topic: 'water' }] }],
  [OFFICER, 'promise.make', { household: 'h13', what: 'Xin bồn chứa nước cho nhà ông Phước', keeper: OFFICER, dueOn: '2027-03-01', on: '2026-11-02' }],
  [HEAD, 'household.merge', { from: 'h13', into: 'h03', people: [VOLUNTEER, REPRESENTATIVE] }],
];

/** The rows after those acts; `merged`: the family entered twice was made one. */
export function withMeetings(rows: readonly KeptRow[], today: Day, merged: boolean): readonly KeptRow[] {
  const now = new Map(rows.map((row) => [keyOf(row), row]));
  let entry = rows.length;
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
  const tell = (who: string, kind: string, body: object): void => {
    const id = actId('teller', (entry += 1));
    const said = { id, device: 'teller', commune: COMMUNE, author: who, at: 0, today: yesterday };
    const reading = read(kinds, { id, kind, v: kinds.get(kind)!.version, device: 'teller', turn: entry, at: 0, body: body as never }, said);
    const outcome = 'readable' in reading ? reading.readable.decide({ get: (key) => now.get(key) }) : reading;
    if (!('puts' in outcome)) throw new Error(`${kind}: ${JSON.stringify(outcome)}`);
    for (const row of outcome.puts) now.set(keyOf(row), { ...row, entry });
  };
  for (const telling of MET(yesterday)) tell(...telling);
  const open = (now.get('household/h02')!.body as { meetings: readonly { id: string }[] }).meetings[0]!;
  tell(OFFICER, 'household.choose', { household: 'h02', meeting: open.id, field: 'language', keep: 'sed', over: ['jra'] });
  if (merged) for (const telling of MERGED) tell(...telling);
  return [...now.values()].sort((a, b) => a.entry - b.entry);
}
