// A phone that is not there: twelve invented households and a server in the same window, for work on screens. Never shipped.
import { signal } from '@preact/signals';
import type { Row } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { accept, noSeat } from '#journal/accept.ts';
import type { Asked } from '#journal/cursor.ts';
import { knows } from '#journal/cursor.ts';
import { sumOf } from '#journal/digest.ts';
import { MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryDisk } from '#journal/memory-store.ts';
import type { Page, Push, Pushed } from '#journal/ports.ts';
import { kinds } from '#commune/kinds.ts';
import type { Book, Phone, SeatLine } from '#phone/book.ts';
import { RoadTrouble } from '../road/ask.ts';
import type { Carrier } from './book.ts';
import { OpenBook } from './book.ts';
import { dayAt } from '../road/clock.ts';
import { COMMUNE, HEAD, OFFICER, REPRESENTATIVE, SUPERVISOR, VOLUNTEER, aheadOf, makeBelieveRows } from './make-believe-rows.ts';
import { withMeetings } from './make-believe-meetings.ts';
import { readyKinds } from './late-kinds.ts';
import { MemoryShelf } from './memory-shelf.ts';

const DEVICE = 'mobelivw';
const EPOCH = 'make-believe';
const SCOPE = 'village';

/** The server of the make-believe commune; `open` says whether there is signal. */
export function makeBelieveCarrier(rows: ReturnType<typeof makeBelieveRows>, person: string, today: () => string, open: () => boolean): Carrier {
  const ledger = new MemoryLedger();
  for (const row of rows) ledger.book.rows.set(keyOf(row), row);
  ledger.book.lastEntry = Math.max(...rows.map((row) => row.entry));
  ledger.openSeat(DEVICE, person);
  const reach = async () => {
    await new Promise((done) => setTimeout(done, 600));
    if (!open()) throw new RoadTrouble('no-signal', { code: 'road.no-signal' });
  };
  const by = { kinds, epoch: EPOCH, scopeOf: () => SCOPE, sees: (_person: Row, _row: Row) => true };
  const push = async ({ acts, cursor, withheld, heard }: Push): Promise<Pushed> => {
    await reach();
    const answer = await ledger.transact((tx) => accept(tx, { commune: COMMUNE, device: DEVICE, acts, cursor, withheld, heard }, { ...by, today: today() }));
    if (answer === noSeat) throw new RoadTrouble('sign-in', { code: 'sign-in.needed' }, 401);
    return { ...answer, epoch: EPOCH, safe: 0 };
  };
  const pull = async ({ cursor }: Asked): Promise<Page> => {
    await reach();
    const mark = { epoch: EPOCH, scope: SCOPE, entry: ledger.book.lastEntry };
    const changed = [...ledger.book.rows.values()].filter((row) => !knows(cursor, row.entry));
    const rest = { more: null, end: ledger.book.end, other: false } as const;
    if (!cursor) return { cursor: mark, reset: true, rows: changed, from: null, hidden: null, sum: null, ...rest };
    const hidden = mark.entry - cursor.entry - new Set(changed.map((row) => row.entry)).size;
    return { cursor: mark, reset: false, rows: changed.sort((a, b) => a.entry - b.entry), from: cursor.entry, hidden, sum: sumOf(ledger.book.rows.values()), ...rest };
  };
  return {
    road: () => ({ push, pull }),
    sendClip: async (clip, shelf) => {
      await reach();
      await shelf.clipWent(clip, { sent: true });
    },
    fetchClip: async () => null,
    alone: async (work) => {
      await work();
      return true;
    },
    persist: async () => true,
  };
}

/** Who sits at the phone, by name in the address; else the village head. */
const SEATS: Readonly<Record<string, readonly [person: string, name: string]>> = { officer: [OFFICER, 'A Thuận'], volunteer: [VOLUNTEER, 'Y San'], supervisor: [SUPERVISOR, 'Y Khuê'], household: [REPRESENTATIVE, 'Nguyễn Văn Phước'] };

/**
 * @param how `offline`: there is no signal · `door`: nobody has signed in · `behind`: the book went on without this phone,
 *   which learns it with its first act · `met`, `merged`: two people wrote the same things differently, and a family is entered
 *   twice, or was made one (`met-officer`: with the officer at the phone) · `officer`, `volunteer`, `supervisor`, `household`: who sits there · else: the village head
 */
export async function makeBelievePhone(how = ''): Promise<Phone> {
  const now = () => Date.now();
  const [about, seated = about] = how.split('-') as [string, string?];
  const [person, personName] = SEATS[seated] ?? [HEAD, 'Y Hlim'];
  const plain = makeBelieveRows(dayAt(now()));
  const rows = about === 'met' || about === 'merged' ? withMeetings(plain, dayAt(now()), about === 'merged') : plain;
  const disk = new MemoryDisk();
  for (const row of rows) disk.held.set(keyOf(row), row);
  disk.reach = { cursor: { epoch: EPOCH, scope: SCOPE, entry: Math.max(...rows.map(({ entry }) => entry)), own: [] }, reading: null, heard: null };
  const open = () => !how.endsWith('offline') && (how !== 'behind' || opened.acts.value.length > 0);
  const opened: OpenBook = await OpenBook.open({
    seat: { commune: COMMUNE, device: DEVICE, person, personName },
    kinds: readyKinds(kinds), shelf: new MemoryShelf(disk), carrier: makeBelieveCarrier(how === 'behind' ? aheadOf(rows) : rows, person, () => dayAt(now()), open), now,
  });
  opened.start();
  const book = signal<Book | null>(how === 'door' ? null : opened);
  const seat: SeatLine = { device: DEVICE, commune: COMMUNE, communeName: 'Đăk Mơ', personName, waiting: 0, hasPin: true, kind: seated === 'household' ? 'household' : 'staff', shut: null, signedIn: false };
  const lockAfter = signal(5);
  const enter = async () => {
    book.value = opened;
    return { device: DEVICE };
  };
  return {
    seats: signal(how === 'door' ? [] : [seat]),
    book,
    signIn: enter,
    setPin: async () => undefined,
    unlock: async (_device, pin) => {
      if (pin !== '1234') return { refusal: { code: 'unlock.wrong', params: { left: 4 } } };
      await enter();
      return { ok: true };
    },
    lock: () => {
      book.value = null;
    },
    leave: async () => ({ refusal: { code: 'seat.waiting', params: { acts: 1, clips: 0 } } }),
    lettersWaiting: signal(0),
    cleared: signal(null),
    shutOut: signal(null),
    lockAfter,
    setLockAfter: async (minutes) => {
      lockAfter.value = minutes;
    },
    update: signal(false),
    takeUpdate: () => undefined,
  };
}
