// J7 on the phone: another's edit under one's own waiting one shows both values; merged households are one line and one page.
import { describe, expect, it, vi } from 'vitest';
import type { HouseholdRow } from '#commune/households/rows.ts';
import { householdsOf } from '#commune/places/policy.ts';
import type { Book } from '#phone/book.ts';
import { makeBelievePhone } from './make-believe.ts';

const opened = async (how: string): Promise<Book> => {
  const phone = await makeBelievePhone(how);
  return phone.book.peek()!;
};
const body = async (book: Book, id: string): Promise<HouseholdRow['body']> => (await book.page(id))!.household.body;

describe('J7 two values are never silent, also without signal', () => {
  it('the one whose value stands and the one whose value was replaced both read it on the household’s line and page', async () => {
    const book = await opened('met-offline');
    const line = book.lines.peek().find((one) => one.id === 'h01')!;
    expect(line.meetings).toMatchObject([{ household: 'h01', field: 'phone', stands: { value: '0984 333 444', by: 'y-hlim' }, others: [{ value: '0905 111 222', by: 'y-san' }] }]);
    const { meetings } = await body(book, 'h01');
    // Chosen without signal: settled here at once, and sent when there is some.
    const answer = await book.say('household.choose', { household: 'h01', meeting: meetings![0]!.id, field: 'phone', keep: '0905 111 222', over: ['0984 333 444'] });
    expect(answer).toHaveProperty('kept');
    expect(await body(book, 'h01')).toMatchObject({ phone: '0905 111 222', settled: [{ by: 'y-hlim', over: [{ value: '0984 333 444' }] }] });
  });

  it('an edit said here over a value that was not seen opens the meeting here, before anything is sent', async () => {
    const book = await opened('met-offline');
    await book.say('household.amend', { household: 'h06', place: 'Cuối làng', was: { place: 'Chỗ cũ' } });
    expect((await body(book, 'h06')).meetings).toMatchObject([{ field: 'place', stands: { value: 'Cuối làng' }, others: [{ value: 'Sau nhà rông' }] }]);
    await vi.waitFor(() => expect(book.trust('household/h06')).toBe('saved'));
  });
});

describe('households that are one', () => {
  it('one line and one page, whichever is asked for; parted they are two again', async () => {
    const book = await opened('merged-offline');
    const ids = () => book.lines.peek().map(({ id }) => id);
    expect(ids()).toContain('h03');
    expect(ids()).not.toContain('h13');
    const line = book.lines.peek().find((one) => one.id === 'h03')!;
    expect(line.promises.map(({ what }) => what)).toContain('Xin bồn chứa nước cho nhà ông Phước');
    const [one, other] = [await book.page('h03'), await book.page('h13')];
    expect(other).toEqual(one);
    expect(one!.merged!.map(({ id }) => id)).toEqual(['h13']);
    expect(new Set(one!.visits.map(({ household }) => household))).toEqual(new Set(['h03', 'h13']));
    await book.say('household.part', { from: 'h13', into: 'h03', people: ['y-san', 'rep-h03'] });
    await vi.waitFor(() => expect(ids()).toContain('h13'));
    expect((await book.page('h13'))!.household.id).toBe('h13');
    expect(await book.page('h03')).not.toHaveProperty('merged');
  });

  it('a representative met on a page is known as they are now, not as they were when first met', async () => {
    const book = await opened('merged-offline');
    await book.page('h03');
    const post = () => book.people.peek().get('rep-h03')!.body.posts[0]!;
    expect(householdsOf(post())).toContain('h13');
    await book.say('household.part', { from: 'h13', into: 'h03', people: ['y-san', 'rep-h03'] });
    await book.page('h03');
    expect(householdsOf(post())).toEqual(['h03']);
    await book.say('household.merge', { from: 'h13', into: 'h03', people: ['y-san', 'rep-h03'] });
    await book.page('h03');
    expect(householdsOf(post())).toEqual(['h03', 'h13']);
  });

  it('what the family refused last counts for both', async () => {
    const book = await opened('merged-offline');
    await book.say('consent.record', { household: 'h13', purpose: 'visit-notes', given: false, how: 'spoken', language: 'vi', by: 'Trần Thị Mười', on: book.today() });
    const page = await book.page('h03');
    expect(page!.consents.find((one) => one.body.purpose === 'visit-notes')!.body.given).toBe(false);
    expect(page!.everyConsent!.filter((one) => one.body.purpose === 'visit-notes')).toHaveLength(2);
  });
});
