// sync.one: somebody else's phone claims one promise; what the change costs on the wire until this phone has it.
import { press, pressPin, see } from '../../test/e2e/touch.ts';
import { actId } from '../../src/journal/act.ts';
import { BIG, day } from './fill.ts';
import { askAs, type Ground } from './ground.ts';
import { openPocket, PIN, seen, show } from './pocket.ts';
import { say } from './say.ts';
import { bigStage, firstReading, WHOLE_LIST } from './stage.ts';

/** ODK hands a device the whole list when one entity changes: its published figure (issue 2). */
const ODK_LIST = 569_000;

interface Row { readonly household: string; readonly id: string; readonly body: { readonly state: string; readonly keeper: string; readonly what: string } }

/** A promise of the officer's that is still open, as another of their phones reads it. */
async function openPromise(ground: Ground): Promise<Row> {
  const lines = (await askAs(ground, ground.phones[1]!, '/api/rows')).split('\n').filter((line) => line.startsWith('{"h":"'));
  for (const line of lines) {
    const { h, rows } = JSON.parse(line) as { h: string; rows: readonly [string, string, string, number, Row['body']][] };
    const found = rows.find(([kind, , , , body]) => kind === 'promise' && body.state === 'open' && body.keeper === 'lan');
    if (found) return { household: h, id: found[1], body: found[4] };
  }
  throw new Error('no open promise in the commune');
}

async function claim(ground: Ground, promise: Row): Promise<void> {
  const { device } = ground.phones[1]!;
  const act = { id: actId(device, 1), kind: 'promise.claim', v: 1, device, turn: 1, at: Date.now(), body: { promise: promise.id, household: promise.household, words: 'Đã nộp hồ sơ, tổ đã họp bình xét.', on: day(0) } };
  const answer = await askAs(ground, ground.phones[1]!, '/api/acts', { acts: [act], cursor: null, withheld: [], build: ground.build, echo: true });
  if (!answer.includes('"entry"')) throw new Error(`the claim was not booked: ${answer}`);
}

export async function run(): Promise<void> {
  const { ground, wire, folder } = await bigStage();
  await firstReading();
  const pocket = await openPocket(folder, [WHOLE_LIST]);
  const { page } = pocket;
  await page.goto(`${wire.origin}/#/thon`);
  await pressPin(page, PIN, 'Mở');
  await seen(page, WHOLE_LIST.name);
  const promise = await openPromise(ground);
  await show(page, `/hua/${promise.household}/${promise.id}`);
  await see(page, promise.body.what);
  await show(page, '/cho-gui');
  // Some seconds after it was opened the app looks, once, whether there is a newer one of it: 1.6 kB that are no part of a sync.
  await wire.quietFor(8_000);
  await claim(ground, promise);
  wire.counted();
  let requests = 0;
  pocket.context.on('request', () => { requests += 1; });
  await press(page, 'Gửi và nhận ngay');
  await wire.quietFor(2_000);
  const { up, down } = wire.counted();
  await show(page, `/hua/${promise.household}/${promise.id}`);
  await see(page, 'Đã nộp hồ sơ, tổ đã họp bình xét.');
  await pocket.close();
  say({
    name: 'sync.one', value: up + down, unit: 'bytes', reference: ODK_LIST, referenceIs: 'the whole list, as ODK sends it: published figure', aim: '2 kB',
    note: `up ${up}, down ${down}, head lines included, ${requests} request; ${BIG.households} households on the phone; then the claim stands on its screen`,
  });
}
