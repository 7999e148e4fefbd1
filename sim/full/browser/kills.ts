// kill -9 of a browser that is saving and sending, again and again, on good roads and bad ones.
import type { Chance } from '../../chance.ts';
import type { Tried } from '../figure.ts';
import type { Weather } from '../../../test/phone-page/commune.ts';
import { Pocket } from './pocket.ts';

const KILLS_A_PHONE = 20;
const ROADS: Readonly<Record<Extract<Weather, 'fair' | 'cut' | 'busy' | 'portal'> | 'none', number>> = { fair: 4, none: 3, cut: 2, busy: 1, portal: 1 };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function killBrowsers(count: number, chance: Chance, say: (line: string) => void): Promise<Tried> {
  const wrong: string[] = [];
  const note = (what: string): void => {
    wrong.push(what);
    say(what);
  };
  let acts = 0;
  for (let done = 0; done < count;) {
    const pocket = await Pocket.make();
    const most = Math.min(KILLS_A_PHONE, count - done);
    try {
      await onePhone(pocket, most, chance, (fault, n) => note(`kill ${done + n}: ${fault}`));
    } catch (error) {
      note(`kill ${done}…: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      acts += pocket.saved.size;
      await pocket.end();
    }
    done += most;
    say(`${done} of ${count} browsers killed, ${acts} acts saved, ${wrong.length} wrong`);
  }
  return { done: count, bad: wrong.length, seen: { 'browsers killed': count, 'acts called saved before a kill': acts }, wrong };
}

async function onePhone(pocket: Pocket, kills: number, chance: Chance, fault: (what: string, n: number) => void): Promise<void> {
  await pocket.start();
  await pocket.signIn();
  for (let n = 1; n <= kills; n++) {
    const road = chance.weighed(ROADS);
    pocket.commune.weather = road === 'none' ? 'fair' : road;
    await pocket.offline(road === 'none');
    const before = pocket.saved.size;
    void pocket.chatter('Đường trơn, xe không qua được.');
    for (let waited = 0; pocket.saved.size === before && waited < 10_000; waited += 5) await pause(5);
    await pause(chance.between(0, 400));
    await pocket.kill();
    pocket.commune.weather = 'fair';
    await pocket.start();
    const shut = await pocket.unlock();
    if (shut !== null) fault(`the book does not open: ${shut}`, n);
    const { here, trouble } = await pocket.found();
    if (trouble !== null) fault(`trouble: ${trouble}`, n);
    const lost = pocket.lost(here);
    if (lost.length > 0) fault(`${lost.length} acts called saved are gone, ${lost[0]} first (road: ${road})`, n);
  }
  await pocket.exchange();
  const taken = pocket.taken();
  const unsent = [...pocket.saved].filter((id) => !taken.has(id));
  if (unsent.length > 0) fault(`${unsent.length} acts do not reach the server on a good road`, kills);
  if (pocket.commune.ledger.book.apart.length > 0) fault('an act came again with other content', kills);
  if (pocket.faults.length > 0) fault(pocket.faults[0]!, kills);
}
