// What happens in the sample commune before the later walks: two edits that meet, one family entered twice, a family to be written about no more, a phone that is gone.
import type { Json } from '../../test/stranger.ts';
import { Stranger, type Row } from '../../test/stranger.ts';
import { lookThrough, SAMPLE, type Found, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const HERE_MS = 7 * 3_600_000;

/** The day so many days ago, where the commune is. */
export const daysAgo = (n: number): string => new Date(Date.now() + HERE_MS - n * DAY_MS).toISOString().slice(0, 10);

/** Somebody of the sample on a phone of their own. */
export const signInAs = (stage: Stage, login: 'canbo' | 'truongthon' | 'tinhnguyen', phoneName: string): Promise<Stranger> =>
  Stranger.signIn(stage.origin, { login, password: SAMPLE.password, phoneName });

/** Families of the village that nothing is going on with: open, with a place, a grown-up besides the head, and not looked after by the card shown. */
export const quietHomes = ({ rows }: Found): readonly Row[] =>
  rows.filter((row) => !rows.some((one) => one.kind === 'request' && one.household === row.id) && row.kind === 'household' && row.village === 'thon-4' && row.body.closedOn === null && row.body.place !== null && row.body.members.length > 2).slice(-14);

export interface Met {
  /** Its place of living was written twice; its telephone too. */
  readonly met: Row;
  /** Closed, and edited by somebody who did not know. */
  readonly closed: Row;
  /** Entered twice: this one and `twin`. */
  readonly home: Row;
  readonly twin: string;
  /** Entered twice and made one. */
  readonly merged: Row;
  readonly mergedTwin: string;
}

function enterTwice(officer: Stranger, id: string, { village, body }: Row, more: { readonly no: string; readonly phone: string | null }): void {
  const members = body.members.slice(0, 2).map(({ name, relation, sex, born }: Record<string, Json>) => ({ name: name!, relation: relation!, sex: sex!, born: born! }));
  officer.say('household.register', { id, village, head: body.head, language: body.language, place: 'Xóm Suối', members, ...more });
}

/** Two people who did not know of each other, and a family in the book twice. */
export async function twoPeopleOneBook(stage: Stage): Promise<Met> {
  const found = await lookThrough(stage);
  const [met, closed, home, merged] = quietHomes(found) as [Row, Row, Row, Row];
  const [head, volunteer] = await Promise.all([signInAs(stage, 'truongthon', 'Samsung A15'), signInAs(stage, 'canbo', 'Máy của cán bộ')]);
  head.say('household.amend', { household: met.id, place: 'Xóm Hồ, sau trường học', was: { place: met.body.place } });
  await head.push();
  volunteer.say('household.amend', { household: met.id, place: 'Xóm Trường, nhà thứ hai', was: { place: met.body.place } });
  volunteer.say('household.close', { household: closed.id, on: daysAgo(3) });
  await volunteer.push();
  head.say('household.amend', { household: closed.id, phone: '0987 654 321', was: { phone: closed.body.phone } });
  await head.push();
  const { officer } = found;
  enterTwice(officer, 'ghi-hai-lan', home, { no: `${home.body.no}B`, phone: '0912 345 678' });
  enterTwice(officer, 'ghi-hai-lan-nua', merged, { no: `${merged.body.no}B`, phone: '0978 112 233' });
  officer.say('household.merge', { from: 'ghi-hai-lan-nua', into: merged.id, people: [] });
  await officer.push();
  return { met, closed, home, twin: 'ghi-hai-lan', merged, mergedTwin: 'ghi-hai-lan-nua' };
}

/** A family is written about no more, as it asked. @returns its row */
export async function limitedFamily(stage: Stage): Promise<Row> {
  const found = await lookThrough(stage);
  const { officer } = found;
  const [home] = quietHomes(found).slice(6) as [Row];
  const request = officer.say('right.ask', { household: home.id, what: 'restrict', about: null, words: 'Thôi đừng ghi chuyện nhà tôi nữa.', by: home.body.head, on: daysAgo(6) });
  officer.say('right.answer', { request, household: home.id, did: 'done', words: 'Từ hôm nay không ghi thêm lời kể, ảnh, ghi âm.', on: daysAgo(1) });
  await officer.push();
  return home;
}

/** A volunteer's phone with work on it is lost and shut out; what it had written comes sealed. Two others have work waiting. */
export async function phonesThatVanish(stage: Stage): Promise<void> {
  const found = await lookThrough(stage);
  const volunteers = found.rows.filter((row) => row.kind === 'person' && row.body.posts?.some((post: { role: string; village: string }) => post.role === 'volunteer' && post.village === 'thon-4'));
  const phone = async (n: number, login: string, phoneName: string): Promise<Stranger> => {
    const { slip } = await found.officer.ask<{ slip: string }>('/api/office/slips', { method: 'POST', json: { person: volunteers[n]!.id, login } });
    const seat = await Stranger.signIn(stage.origin, { slip, password: SAMPLE.password, phoneName });
    await seat.pull();
    return seat;
  };
  const lost = await phone(4, 'tnv5', 'OPPO A18');
  const homes = [...lost.rows.values()].filter((row) => row.kind === 'household' && row.body.closedOn === null);
  const [one, two] = homes as [Row, Row];
  const heard = (home: Row, topic: string, words: string, promises: readonly Json[] = []) => lost.say('visit.record', {
    household: home.id, on: daysAgo(2), came: [volunteers[4]!.id], along: [], met: [home.body.head], language: 'vi',
    consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: home.body.head }], heard: [{ topic, words }], photos: [], promises,
  });
  heard(one, 'water', 'Ống nước đầu xóm vỡ đã ba ngày, cả xóm phải gánh nước suối.', [{ what: 'Báo xã cho người sửa ống nước', keeper: volunteers[4]!.id, dueOn: daysAgo(-5) }]);
  heard(two, 'school', 'Cháu út đi học bốn cây số, mùa mưa hay phải nghỉ.');
  lost.say('household.amend', { household: two.id, phone: '0965 778 899', was: { phone: two.body.phone } });
  const letters = lost.letters();
  await found.officer.ask(`/api/office/devices/${lost.seat.device}/revoke`, { method: 'POST', json: {} });
  await lost.post(letters);
  for (const [n, login, name, waiting] of [[5, 'tnv6', 'Samsung A05', 4], [6, 'tnv7', 'Xiaomi Redmi 9A', 1]] as const) {
    const seat = await phone(n, login, name);
    const home = [...seat.rows.values()].find((row) => row.kind === 'household')!;
    for (let i = 0; i < waiting; i++) seat.say('household.amend', { household: home.id, place: 'Xóm Suối', was: { place: home.body.place } });
    await seat.pull();
  }
}
