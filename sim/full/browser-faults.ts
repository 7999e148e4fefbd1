// Real Chromium: killed while it saves, its workers stopped, its store cleared, its room taken away; nothing called saved is lost in silence.
import { Chance } from '../chance.ts';
import { breakWorkers } from './browser/workers.ts';
import { clearStores, fillPhones } from './browser/storage.ts';
import { killBrowsers } from './browser/kills.ts';
import type { Figure, Tried } from './figure.ts';

/** Of every eight faults: four kills of the browser, two of its workers, one clearing, one full phone. */
const SHARES = { kills: 4 / 8, workers: 2 / 8, clearings: 1 / 8, fillings: 1 / 8 } as const;

export const figure: Figure = {
  name: 'browser-faults',
  shows: 'Browser kills, worker kills, cleared stores and full phones in real Chromium, after which everything called saved is on the phone or at the server, or its loss is said.',
  atLeast: 400,
  async run(count, seed, say) {
    const chance = new Chance(seed);
    const of = (share: number) => Math.max(1, Math.round(count * share));
    const tried: Tried[] = [
      await killBrowsers(of(SHARES.kills), chance, say),
      await breakWorkers(of(SHARES.workers), chance, say),
      await clearStores(of(SHARES.clearings), chance, say),
      await fillPhones(of(SHARES.fillings), chance, say),
    ];
    return {
      done: tried.reduce((sum, one) => sum + one.done, 0),
      bad: tried.reduce((sum, one) => sum + one.bad, 0),
      seen: Object.assign({}, ...tried.map(({ seen }) => seen)) as Tried['seen'],
      wrong: tried.flatMap(({ wrong }) => wrong).slice(0, 40),
    };
  },
};
