// The browser clears what it kept for the app, or gives it no more room: said by the app, and nothing saved is lost without a word.
import type { Chance } from '../../chance.ts';
import type { Tried } from '../figure.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import { Pocket } from './pocket.ts';

declare const proof: Proof;

/** What goes when a browser evicts an origin. Cookies do not. */
const EVICTED = 'indexeddb,cache_storage,service_workers,local_storage,file_systems';
const CASES_A_PHONE = 10;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Case = (pocket: Pocket, chance: Chance) => Promise<readonly string[]>;

async function series(name: string, count: number, chance: Chance, say: (line: string) => void, one: Case): Promise<Tried> {
  const wrong: string[] = [];
  let pocket: Pocket | undefined;
  for (let n = 0; n < count; n++) {
    try {
      if (n % CASES_A_PHONE === 0) {
        await pocket?.end();
        pocket = await Pocket.make();
        await pocket.start();
        await pocket.signIn();
      }
      wrong.push(...(await one(pocket!, chance)).map((fault) => `${name} ${n}: ${fault}`));
    } catch (error) {
      wrong.push(`${name} ${n}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await pocket?.end();
  say(`${count} ${name}, ${wrong.length} wrong`);
  return { done: count, bad: wrong.length, seen: { [name]: count }, wrong };
}

/** A cleared store: the open page says so, and after a reload the door says what was lost. */
export const clearStores = (count: number, chance: Chance, say: (line: string) => void): Promise<Tried> =>
  series('cleared stores', count, chance, say, async (pocket, dice) => {
    const faults: string[] = [];
    pocket.saved.clear();
    await pocket.offline(true);
    const unsent = dice.between(1, 4);
    for (let i = 0; i < unsent; i++) await pocket.say(40);
    // How much waits is noted beside the store a breath later.
    await pocket.page.waitForFunction((n) => document.cookie.includes(`nr_held=1.${n}.`), unsent, { timeout: 5_000 }).catch(() => faults.push('what waits was not noted'));
    const talking = dice.odds(0.5);
    const chatter = talking ? pocket.chatter('vẫn đang nói') : Promise.resolve();
    await pause(dice.between(0, 60));
    await pocket.cdp.send('Storage.clearDataForOrigin', { origin: pocket.origin, storageTypes: EVICTED });
    const after = talking ? await Promise.race([chatter, pause(10_000).then(() => 'still saving')]) : (await pocket.say(40));
    const said = typeof after === 'string' ? after : (after as { refusal?: string } | undefined)?.refusal;
    if (!/^store\.(?:corrupt|closed)$/.test(said ?? '')) faults.push(`after the clearing the page says ${JSON.stringify(after)}`);
    // The page comes again, and no answer of the commune with it.
    pocket.commune.weather = 'portal';
    await pocket.offline(false);
    await pocket.reload();
    pocket.commune.weather = 'fair';
    const told = await pocket.page.evaluate(async () => (await proof.thePhone()).cleared.value);
    if (!told || told.waiting < unsent) faults.push(`${unsent} and more were lost; the door says ${JSON.stringify(told)}`);
    await pocket.signIn();
    if ((await pocket.page.evaluate(async () => (await proof.thePhone()).cleared.value)) !== null) faults.push('it is still said after signing in');
    return faults;
  });

/** A full phone: nothing is called saved that is not, the reason is said, and with room again all goes on. */
export const fillPhones = (count: number, chance: Chance, say: (line: string) => void): Promise<Tried> =>
  series('full phones', count, chance, say, async (pocket, dice) => {
    const faults: string[] = [];
    // For half a minute the browser goes on believing in the room it saw first: so it is told before it looks.
    await pocket.kill();
    await pocket.start();
    const { usage } = await pocket.cdp.send('Storage.getUsageAndQuota', { origin: pocket.origin });
    await pocket.cdp.send('Storage.overrideQuotaForOrigin', { origin: pocket.origin, quotaSize: usage + dice.between(100_000, 500_000) });
    const shut = await pocket.unlock();
    if (shut !== null) return [`the book does not open: ${shut}`];
    await pocket.offline(true);
    let refusal: string | undefined;
    for (let n = 0; n < 1_000 && refusal === undefined; n++) {
      const said = await pocket.say(dice.between(500, 1_900));
      if ('refusal' in said) ({ refusal } = said);
    }
    if (refusal !== 'store.full') faults.push(`a full phone says ${refusal ?? 'nothing'}`);
    const full = await pocket.found();
    if (full.trouble !== 'full') faults.push(`its health says ${full.trouble}`);
    await pocket.cdp.send('Storage.overrideQuotaForOrigin', { origin: pocket.origin });
    const again = await pocket.say(100);
    if ('refusal' in again) faults.push(`with room again it says ${again.refusal}`);
    const lost = pocket.lost((await pocket.found()).here);
    if (lost.length > 0) faults.push(`${lost.length} acts called saved are gone`);
    await pocket.offline(false);
    await pocket.exchange();
    const taken = pocket.taken();
    if ([...pocket.saved].some((id) => !taken.has(id))) faults.push('not everything reached the server');
    return faults;
  });
