// The make-believe commune every world begins with: two villages, six households, ten people with posts, two seats each.
import type { Act, Json } from '#journal/act.ts';
import { MemoryBook, MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryServer } from '#journal/memory-server.ts';
import { realCode } from './code.ts';
import { kindsOf } from './kinds.ts';

export const COMMUNE = '23538';
export const DESK = 'desk0000';
export const OFFICER = 'o1';
export const FIRST_DAY = '2026-11-23';

const START = Date.parse(FIRST_DAY);
const days = new Map<number, string>();

export const msAfter = (count: number): number => START + count * 86_400_000;

/** The calendar day so many days after the first. */
export function dayAfter(count: number): string {
  const day = days.get(count) ?? new Date(msAfter(count)).toISOString().slice(0, 10);
  days.set(count, day);
  return day;
}

export const HOUSEHOLDS = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'] as const;
export const villageOf = (household: string): string => (household.startsWith('a') ? 'va' : 'vb');

/** Person, role, village, households. */
const POSTS: readonly (readonly [string, string, string | null, readonly string[]])[] = [
  ['h1', 'head', 'va', []],
  ['h2', 'head', 'vb', []],
  ['w1', 'volunteer', 'va', ['a1', 'a2']],
  ['w2', 'volunteer', 'va', ['a2', 'a3']],
  ['w3', 'volunteer', 'vb', ['b1', 'b2', 'b3']],
  ['s1', 'supervisor', null, []],
  ['r1', 'household', 'va', ['a1']],
  ['r2', 'household', 'vb', ['b1']],
  ['x1', 'viewer', null, []],
];

export const PEOPLE: readonly string[] = [OFFICER, ...POSTS.map(([person]) => person)];
/** Two devices a person: the same officer on two phones is nothing special. */
export const devicesOf = (person: string): readonly string[] => [`${person}phone1`, `${person}phone2`];

const FOUNDING: readonly (readonly [string, Json])[] = [
  ['commune.found', { code: COMMUNE, name: 'Xã Thử', province: 'Tỉnh Thử', sample: true }],
  ['person.add', { id: OFFICER, name: 'Đinh Thị Xã' }],
  ['post.give', { person: OFFICER, role: 'officer', village: null, households: [], from: '2026-01-01', until: null }],
  ['village.add', { id: 'va', name: 'Thôn Kon Rẫy', languages: ['vi', 'sed'] }],
  ['village.add', { id: 'vb', name: 'Thôn Đăk Pne', languages: ['bdq'] }],
  ...HOUSEHOLDS.map((id, n) => ['household.register', { id, village: villageOf(id), no: String(n + 1), head: `Chủ hộ ${n + 1}` }] as const),
  ...POSTS.flatMap(([person, role, village, households]) => [
    ['person.add', { id: person, name: `Người ${person}` }] as const,
    ['post.give', { person, role, village, households: [...households], from: '2026-01-01', until: null }] as const,
  ]),
  ...HOUSEHOLDS.slice(0, 4).flatMap((household) => [
    ['consent.record', { household, purpose: 'visit-notes', given: true, how: 'spoken', by: 'Bà chủ', language: 'vi', on: '2026-11-20' }] as const,
    ['promise.make', { household, what: 'Sửa mương', keeper: OFFICER, dueOn: '2026-12-20', on: '2026-11-20' }] as const,
  ]),
];

/** What the desk says to found the commune, one act a turn. */
export const foundingActs = (): readonly Act[] =>
  FOUNDING.map(([kind, body], n) => ({ id: `${DESK}-${(n + 1).toString(36)}`, kind, v: 1, device: DESK, turn: n + 1, at: 0, body }));

let founded: Promise<MemoryBook> | undefined;

/** The commune's book on its first day, made once by the real code; every world takes a copy. */
export const firstBook = (): Promise<MemoryBook> => (founded ??= found());

async function found(): Promise<MemoryBook> {
  const ledger = new MemoryLedger(new MemoryBook());
  const server = new MemoryServer(ledger, { ...realCode, kinds: kindsOf[1], build: '1' }, {
    commune: COMMUNE, epoch: 'e0', pageRows: 100, today: () => FIRST_DAY, safe: () => 0,
  });
  ledger.openSeat(DESK, OFFICER);
  for (const act of foundingActs()) {
    const { verdicts } = await server.push(DESK, { acts: [act], cursor: null, withheld: [] }, '1');
    if (!verdicts[0] || !('entry' in verdicts[0])) throw new Error(`the commune cannot be founded: ${act.kind} ${JSON.stringify(verdicts[0])}`);
  }
  for (const person of PEOPLE) for (const device of devicesOf(person)) ledger.openSeat(device, person);
  return ledger.book;
}
