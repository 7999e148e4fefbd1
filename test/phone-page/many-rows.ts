// A made-up register of any size for measuring: every household with its people, consent, visits, promises and petitions.
import type { KeptRow, Row } from '#journal/act.ts';
import type { HouseholdBody } from '#commune/households/rows.ts';

const NAMES = ['A Brum', 'Y Nhơn', 'Nguyễn Văn Phước', 'A Hlêu', 'Y Bữi', 'A Ngok', 'Đinh Thị Hường', 'A Jring', 'Y Tơi', 'Phạm Ngọc Sỹ'];
const WORDS = ['Mưa xuống là đường ra rẫy trơn, xe máy không qua được cầu gỗ.', 'Nước giọt cuối làng yếu, chiều tối mới đủ đầy can.', 'Cà phê rụng trái non, chưa biết bệnh gì.'];
const TOPICS = ['road', 'water', 'livelihood'];
const KEEPER = 'keeper';
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString().slice(0, 10);

/** Rows of household `h`: its own, one consent, and `facts` visits, promises and petitions by turns. */
export function rowsOfHousehold(h: number, facts: number, firstEntry: number): readonly KeptRow[] {
  const id = `hh${h.toString(36).padStart(5, '0')}`;
  const village = `village-${h % 12}`;
  const rows: Row[] = [];
  const put = (kind: string, name: string, body: unknown) => rows.push({ kind, id: name, village, household: id, body });
  put('household', id, {
    no: String(Math.floor(h / 12) + 1), head: NAMES[h % NAMES.length]!, language: h % 3 ? 'bdq' : 'vi', place: 'Bên suối', phone: null, closedOn: null,
    members: Array.from({ length: 4 }, (_, m) => ({ id: `${id}.m${m}`, name: NAMES[(h + m * 3) % NAMES.length]!, relation: m === 0 ? 'head' : 'child', sex: m % 2 ? 'f' : 'm', born: String(1960 + m * 9), leftOn: null })),
  } satisfies HouseholdBody);
  put('consent', `${id}.visit-notes`, { purpose: 'visit-notes', given: true, how: 'spoken', language: 'bdq', text: '1', on: day(h), by: NAMES[h % NAMES.length], withdrawnOn: null });
  for (let f = 0; f < facts; f++) {
    const on = day(h + f * 11);
    const topic = TOPICS[(h + f) % 3]!;
    const words = WORDS[(h + f) % 3]!;
    if (f % 3 === 0) {
      put('visit', `v${h.toString(36)}-${f}`, { on, came: [KEEPER], along: [], met: [NAMES[h % NAMES.length]], language: 'bdq', heard: [{ topic, words, clip: null }], photos: [], by: KEEPER, correctedOn: null });
    } else if (f % 3 === 1) {
      const state = f % 2 ? 'confirmed' : 'open';
      put('promise', `p${h.toString(36)}-${f}`, { visit: `v${h.toString(36)}-${f - 1}`, what: words, keeper: KEEPER, offeredTo: null, madeOn: on, dueOn: day(h + f * 11 + 20), state, stateOn: on, told: false, steps: [{ did: 'made', on, by: KEEPER, words: null, photo: null }] });
    } else {
      put('petition', `q${h.toString(36)}-${f}`, { visit: null, topic, matter: words, by: KEEPER, on, replyDueOn: day(h + f * 11 + 14), replies: f % 2 ? [{ on, by: KEEPER, words: 'Đã chuyển lên xã.', final: true }] : [] });
    }
  }
  return rows.map((row, i) => ({ ...row, entry: firstEntry + i }));
}

/** Rows of no household: commune, twelve villages, and people with posts. */
export function looseRows(): readonly KeptRow[] {
  const rows: Row[] = [
    { kind: 'commune', id: '99999', village: null, household: null, body: { code: '99999', name: 'Đăk Mơ', province: 'Quảng Ngãi', sample: true, daysOff: [], daysOn: [], officers: [] } },
    ...Array.from({ length: 12 }, (_, v) => ({ kind: 'village', id: `village-${v}`, village: `village-${v}`, household: null, body: { name: `Thôn ${v + 1}`, languages: ['vi'], closedOn: null } })),
    { kind: 'person', id: KEEPER, village: null, household: null, body: { name: 'Y Hlim', posts: [{ id: 'p', role: 'officer', village: null, households: [], from: '2026-01-01', until: null }], closedOn: null } },
  ];
  return rows.map((row, i) => ({ ...row, entry: i + 1 }));
}
