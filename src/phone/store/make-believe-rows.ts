// A wholly invented village of twelve households in the middle of its year: rows for working on screens without a server.
import type { KeptRow, Row } from '#journal/act.ts';
import type { CommuneRow, Day, PersonRow, Post, Role, VillageRow } from '#commune/places/rows.ts';
import type { ConsentRow, HouseholdRow, Member } from '#commune/households/rows.ts';
import type { PromiseRow, PromiseState, PromiseStep } from '#commune/promises/rows.ts';
import type { PetitionRow, Topic, VisitRow } from '#commune/visits/rows.ts';

export const COMMUNE = '99999';
export const VILLAGE = 'kon-mo';
export const HEAD = 'y-hlim';
export const OFFICER = 'a-thuan';
export const VOLUNTEER = 'y-san';
export const SUPERVISOR = 'y-khue';
export const REPRESENTATIVE = 'rep-h03';

const row = <R extends Row>(kind: R['kind'], id: string, village: string | null, household: string | null, body: R['body']) =>
  ({ kind, id, village, household, body }) as R;

const since = (today: Day, days: number): Day => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

const post = (role: Role, village: string | null, households: readonly string[] = []): Post =>
  ({ id: `post-${role}`, role, village, households, from: '2026-01-01', until: null });

const person = (id: string, name: string, posts: readonly Post[]): PersonRow =>
  row<PersonRow>('person', id, null, null, { name, posts, closedOn: null });

const HEADS: readonly (readonly [head: string, language: string | null, place: string, members: readonly string[]])[] = [
  ['A Brum', 'bdq', 'Đầu làng', ['Y Wen', 'A Tuih', 'Y Lan']],
  ['Y Nhơn', 'bdq', 'Đầu làng', ['A Bơi']],
  ['Nguyễn Văn Phước', 'vi', 'Ngã ba trạm điện', ['Trần Thị Mười', 'Nguyễn Văn Lộc', 'Nguyễn Thị Ánh']],
  ['A Hlêu', 'sed', 'Bên suối', ['Y Grơi', 'A Kiêng', 'A Đức', 'Y Vân']],
  ['Y Bữi', 'bdq', 'Bên suối', []],
  ['A Ngok', 'bdq', 'Sau nhà rông', ['Y Plưng', 'A Thanh']],
  ['Đinh Thị Hường', 'vi', 'Ngã ba trạm điện', ['Lê Quang Tạo']],
  ['A Jring', 'bdq', 'Sau nhà rông', ['Y Đêm', 'A Su', 'Y Mai', 'A Khánh']],
  ['Y Tơi', 'sed', 'Xóm rẫy', ['A Rêm']],
  ['A Dỡn', 'sed', 'Xóm rẫy', ['Y Blong', 'A Quyết']],
  ['Phạm Ngọc Sỹ', 'vi', 'Đầu làng', ['Hoàng Thị Thắm', 'Phạm Ngọc Tuệ']],
  ['A Nghĩa', 'bdq', 'Xóm rẫy', ['Y Phượng', 'A Toàn']],
];

const HEARD: readonly (readonly [Topic, string])[] = [
  ['road', 'Mưa xuống là đường ra rẫy trơn, xe máy không qua được cầu gỗ.'],
  ['water', 'Nước giọt cuối làng yếu, chiều tối mới đủ đầy can.'],
  ['power', 'Dây điện thấp trước sân, sợ trẻ con với tay.'],
  ['school', 'Cháu đi học xa, mong có xe đưa đón mùa mưa.'],
  ['livelihood', 'Cà phê rụng trái non, chưa biết bệnh gì.'],
  ['health', 'Bà đau chân, muốn cán bộ trạm xá ghé nhà.'],
  ['thanks', 'Cảm ơn anh em đã giúp sửa mái bếp.'],
];

const PROMISES = [
  'Báo điện lực kéo cao đường dây trước sân',
  'Đưa cán bộ khuyến nông lên xem vườn cà phê',
  'Hỏi lại hồ sơ vay vốn ở ngân hàng chính sách',
  'Sửa ván cầu gỗ ra rẫy cùng tổ tự quản',
  'Xin thuốc khớp ở trạm y tế và mang đến nhà',
  'Báo xã về nước giọt yếu cuối làng',
];

const householdId = (i: number): string => `h${String(i + 1).padStart(2, '0')}`;

function householdRow(i: number): HouseholdRow {
  const [head, language, place, others] = HEADS[i]!;
  const members = [head, ...others].map((name, n): Member => ({
    id: `${householdId(i)}.m${n}`, name, relation: n === 0 ? 'head' : n === 1 ? 'spouse' : 'child',
    sex: /^(?:Y |.*Thị)/u.test(name) ? 'f' : 'm', born: String(n < 2 ? 1968 + i + n * 3 : 2001 + i + n), leftOn: null,
  }));
  const body = { no: String(i + 1), head, members, language, place, phone: i % 3 === 0 ? `09050001${10 + i}` : null, closedOn: null };
  return row<HouseholdRow>('household', householdId(i), VILLAGE, householdId(i), body);
}

function promiseRow(i: number, n: number, today: Day, state: PromiseState, dueIn: number, keeper: string): PromiseRow {
  const madeOn = since(today, -30 - i);
  const steps: PromiseStep[] = [{ did: 'made', on: madeOn, by: keeper, words: null, photo: null }];
  const stateOn = since(today, -2 - (i % 5));
  if (state === 'claimed' || state === 'confirmed') steps.push({ did: 'claimed', on: stateOn, by: keeper, words: 'Đã làm xong chiều qua.', photo: null });
  if (state === 'confirmed') steps.push({ did: 'confirmed', on: stateOn, by: `rep-${householdId(i)}`, words: 'Đúng rồi, xong tốt.', photo: null });
  if (state === 'withdrawn') steps.push({ did: 'withdrawn', on: stateOn, by: keeper, words: 'Ngân hàng nói chưa đến đợt, hẹn sang năm.', photo: null });
  return row<PromiseRow>('promise', `p${i}-${n}`, VILLAGE, householdId(i), {
    visit: `v${i}-0`, what: PROMISES[(i + n) % PROMISES.length]!, keeper, offeredTo: i === 7 ? HEAD : null, madeOn,
    dueOn: since(today, dueIn), state, stateOn, told: false, steps,
  });
}

function rowsOfHousehold(i: number, today: Day): Row[] {
  const household = householdRow(i);
  const [head, language] = HEADS[i]!;
  const on = since(today, -30 - i);
  const spoken = language ?? 'vi';
  const consent = row<ConsentRow>('consent', `${household.id}.visit-notes`, VILLAGE, household.id, {
    purpose: 'visit-notes', given: true, how: 'spoken', language: spoken, text: '1', on, by: head, withdrawnOn: null,
  });
  // Two households were not visited for long, one never.
  if (i === 4) return [household];
  const visits = Array.from({ length: i % 3 === 0 ? 2 : 1 }, (_, n) => row<VisitRow>('visit', `v${i}-${n}`, VILLAGE, household.id, {
    on: since(today, i === 9 ? -160 : -30 - i + n * 14), came: [HEAD, VOLUNTEER].slice(0, 1 + (i % 2)), along: i === 2 ? ['Cô giáo Hạnh'] : [], met: [head],
    language: spoken, heard: [{ topic: HEARD[(i + n) % HEARD.length]![0], words: HEARD[(i + n) % HEARD.length]![1], clip: null }],
    photos: [], by: HEAD, correctedOn: null,
  }));
  const states: readonly (readonly [PromiseState, number])[] = [['open', -3], ['open', 0], ['claimed', 5], ['open', 12], ['confirmed', 1], ['withdrawn', 3]];
  const [state, dueIn] = states[i % states.length]!;
  const promises = [promiseRow(i, 0, today, state, dueIn, i === 7 ? VOLUNTEER : HEAD)];
  if (i % 4 === 0) promises.push(promiseRow(i, 1, today, 'open', 20 + i, OFFICER));
  const petitions = i === 2 || i === 10 ? [row<PetitionRow>('petition', `q${i}`, VILLAGE, household.id, {
    visit: `v${i}-0`, topic: 'land', matter: 'Xin xem lại ranh giới thửa đất giáp suối.', by: HEAD, on, replyDueOn: since(today, i === 2 ? -1 : 4), replies: [],
  })] : [];
  return [household, consent, ...visits, ...promises, ...petitions];
}

/** All rows, `today` being the village's day. */
export function makeBelieveRows(today: Day): readonly KeptRow[] {
  const rows: Row[] = [
    row<CommuneRow>('commune', COMMUNE, null, null, { code: COMMUNE, name: 'Đăk Mơ', province: 'Quảng Ngãi', sample: true, daysOff: [], daysOn: [], officers: [] }),
    row<VillageRow>('village', VILLAGE, VILLAGE, null, { name: 'Kon Mơ', languages: ['bdq', 'sed', 'vi'], closedOn: null }),
    person(HEAD, 'Y Hlim', [post('head', VILLAGE)]),
    person(OFFICER, 'A Thuận', [post('officer', null)]),
    person(VOLUNTEER, 'Y San', [post('volunteer', VILLAGE, HEADS.map((_, i) => householdId(i)).slice(0, 6))]),
    row<PersonRow>('person', REPRESENTATIVE, VILLAGE, 'h03', { name: 'Nguyễn Văn Phước', posts: [post('household', VILLAGE, ['h03'])], closedOn: null }),
    person(SUPERVISOR, 'Y Khuê', [post('supervisor', VILLAGE)]),
    ...HEADS.flatMap((_, i) => rowsOfHousehold(i, today)),
  ];
  return rows.map((one, i) => ({ ...one, entry: i + 1 }));
}

/** The same rows after others went on: the first promise is confirmed, the second household has moved away. */
export function aheadOf(rows: readonly KeptRow[]): readonly KeptRow[] {
  let entry = rows.length;
  return rows.map((one) => {
    if (one.id === 'p0-0') return { ...one, entry: ++entry, body: { ...(one as unknown as PromiseRow).body, state: 'confirmed' } };
    if (one.kind === 'household' && one.id === 'h02') return { ...one, entry: ++entry, body: { ...(one as unknown as HouseholdRow).body, closedOn: '2026-01-05' } };
    return one;
  });
}
