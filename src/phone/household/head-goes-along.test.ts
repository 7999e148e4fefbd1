// A household and its head bear one name, at its entry and after a correction.
import { expect, test } from 'vitest';
import { makeBelievePhone } from '../store/make-believe.ts';
import { firstMembers, headRenamed } from './head-goes-along.ts';

const RENAMED = { name: 'Mai Minh Quân', relation: 'head' } as const;

test('the head of a household that was added by hand is among its people', async () => {
  const book = (await makeBelievePhone('offline')).book.peek()!;
  const village = book.villages.peek()[0]!.id;
  expect(await book.say('household.register', { id: 'h-new', village, no: '77', head: 'Nguyễn Văn B', members: firstMembers('Nguyễn Văn B'), place: null, phone: null, language: null })).toHaveProperty('kept');
  const { body } = (await book.page('h-new'))!.household;
  expect(body.members).toMatchObject([{ name: 'Nguyễn Văn B', relation: 'head', leftOn: null }]);
  const [head] = body.members;
  expect(await book.say('member.amend', { household: 'h-new', member: head!.id, name: RENAMED.name, was: { name: head!.name } })).toHaveProperty('kept');
  expect(await book.say('household.amend', headRenamed('h-new', body, head!, RENAMED))).toHaveProperty('kept');
  expect((await book.page('h-new'))!.household.body).toMatchObject({ head: 'Mai Minh Quân', members: [{ name: 'Mai Minh Quân' }] });
});

test('the household’s name goes along with its head’s only where they were the same, and the head stays the head', () => {
  const B = { name: 'Nguyễn Văn B', relation: 'head' } as const;
  expect(headRenamed('h', { head: 'Nguyễn Văn B' }, B, RENAMED)).toEqual({ household: 'h', head: 'Mai Minh Quân', was: { head: 'Nguyễn Văn B' } });
  expect(headRenamed('h', { head: 'Ông Bảy' }, B, RENAMED)).toBeNull();
  expect(headRenamed('h', { head: 'Nguyễn Văn B' }, { ...B, relation: 'child' }, RENAMED)).toBeNull();
  expect(headRenamed('h', { head: 'Nguyễn Văn B' }, B, { ...RENAMED, relation: 'parent' })).toBeNull();
  expect(headRenamed('h', { head: 'Nguyễn Văn B' }, B, B)).toBeNull();
});
