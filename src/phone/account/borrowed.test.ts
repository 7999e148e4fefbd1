// On somebody else's phone nothing is offered that belongs to a phone of one's own: PIN, password, locking.
import { beforeEach, expect, test, vi } from 'vitest';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { drawn } from '../../../test/drawn.ts';
import { makeBelievePhone } from '../store/make-believe.ts';
import MeScreen from '../today/me-screen.tsx';
import AccountScreen from './account-screen.tsx';
import { markBorrowed } from './borrowed.ts';
import OwnPhones from './own-phones.tsx';

beforeEach(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  return () => { vi.unstubAllGlobals(); };
});

async function shownTo(path: readonly string[]): Promise<ScreenProps> {
  const phone = await makeBelievePhone('offline-household');
  return { phone, book: phone.book.peek()!, path };
}
const partsOf = (screen: unknown) => drawn(screen).map(({ type, props }) => (typeof type === 'function' ? (props['href'] ?? type.name) : type));

test('“Tôi” leads to no PIN and offers no lock on a borrowed phone, and both on one’s own', async () => {
  const props = await shownTo([]);
  const { device } = props.book.seat;
  markBorrowed(device, false);
  expect(partsOf(MeScreen(props))).toEqual(expect.arrayContaining(['#/tai-khoan', 'Seats']));
  markBorrowed(device, true);
  const lent = partsOf(MeScreen(props));
  expect(lent).not.toContain('#/tai-khoan');
  expect(lent).not.toContain('Seats');
  // One's own phone may be lost: it is shut out from here.
  expect(lent).toContain('#/tai-khoan/may');
});

test.each([[[]], [['pin']], [['mat-khau']], [['bo-may']], [['may']]])('on a borrowed phone the address of an account page %j shows one’s phones only', async (path) => {
  const props = await shownTo(path);
  markBorrowed(props.book.seat.device, true);
  expect(AccountScreen(props)).toMatchObject({ type: OwnPhones });
});
