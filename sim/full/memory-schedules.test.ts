// The figure of memory worlds runs here in small: every fault happens, no law breaks, and cores make no difference.
import { expect, test } from 'vitest';
import { figure, runWorlds } from './memory-schedules.ts';

test('J1 to J10 hold in worlds shared out over the cores, and every fault is seen to happen', async () => {
  const { done, bad, seen, wrong } = await figure.run(1_200, 500_001, () => undefined);
  expect([done, bad, wrong]).toEqual([1_200, 0, []]);
  expect(seen['acts']).toBeGreaterThan(2_000);
  const faults = [
    'answer lost', 'clock jumped', 'crash at commit', 'gave up waiting', 'old request arrived again', 'other content under a taken turn', 'page cut off',
    'page lost a row', 'phone closed its store at rows', 'phone doubts: history', 'phone doubts: rows', 'phone full at append', 'phone killed', 'phone lost',
    'phone upgraded', 'post changed', 'request lost', 'restored', 'restored, and nobody told the server', 'row vanished from a phone', 'row went bad on a phone',
    'server disk full', 'server upgraded', 'somebody else answered', 'told to let rows go without an order',
  ];
  for (const fault of faults) expect(seen[fault], fault).toBeGreaterThan(0);
});

test('the same seeds give the same counts on one core and on several', async () => {
  const [one, several] = [await runWorlds(60, 7, () => undefined, 1), await runWorlds(60, 7, () => undefined, 3)];
  expect(several).toEqual(one);
});
