// accept.acts: acts taken a second over HTTP, batches of 50, 8 phones at once; beside it bare single-row inserts of the same database.
import { actId } from '../../src/journal/act.ts';
import { TALKS } from '../../src/server/sample/talk.ts';
import { day } from './fill.ts';
import { askAs, startGround, type Ground } from './ground.ts';
import { median, say } from './say.ts';

const BATCH = 50;
const PHONES = 8;
const ROUND_MS = 1_500;
const ROUNDS = 9;

const visit = (household: number, i: number) => {
  const talk = TALKS[i % TALKS.length]!;
  return {
    household: `h${household}`, on: day(3), came: ['lan'], along: [], met: ['Chủ nhà'], language: 'vi', consents: [], photos: [],
    heard: [{ topic: talk.topic, words: talk.words, clip: null }],
    promises: i % 2 === 0 ? [{ what: talk.promise?.what ?? 'Hỏi và trả lời gia đình', keeper: 'lan', dueOn: day(-30) }] : [],
  };
};

/** A server that names a time is asked again then, as every client does. */
async function inTurn(ask: () => Promise<string>): Promise<string> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const seconds = /answered 503: .*"seconds":(\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
      if (seconds === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
    }
  }
}

/** Pushes batches from one phone until the time is over; answers how many acts got an entry. */
async function phone(ground: Ground, number: number, turns: Map<number, number>, until: number): Promise<number> {
  const { device, token } = ground.phones[number]!;
  let taken = 0;
  while (performance.now() < until) {
    const first = turns.get(number) ?? 1;
    const acts = Array.from({ length: BATCH }, (_, i) => ({
      id: actId(device, first + i), kind: 'visit.record', v: 1, device, turn: first + i, at: Date.now(), body: visit((number * 997 + first + i) % 1000, first + i),
    }));
    const text = await inTurn(() => askAs(ground, { device, token }, '/api/acts', { acts, cursor: null, withheld: [], build: ground.build, echo: false }));
    const { verdicts } = JSON.parse(text) as { verdicts: readonly { entry?: number; turns?: readonly [number, number] }[] };
    const booked = verdicts.reduce((sum, one) => sum + (one.entry === undefined ? 0 : one.turns ? one.turns[1] - one.turns[0] + 1 : 1), 0);
    if (booked !== BATCH) throw new Error(`only ${booked} of ${BATCH} acts were taken: ${text.slice(0, 300)}`);
    taken += booked;
    turns.set(number, first + BATCH);
  }
  return taken;
}

/** Turns said so far, phone by phone. */
export const startLoad = (): Map<number, number> => new Map<number, number>();

/** All phones push for `ms`; answers acts taken a second. */
export async function load(ground: Ground, turns: Map<number, number>, ms: number): Promise<number> {
  const begun = performance.now();
  const counts = await Promise.all(Array.from({ length: PHONES }, (_, number) => phone(ground, number, turns, begun + ms)));
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - begun) / 1000);
}

export async function run(): Promise<void> {
  const ground = await startGround(1_000);
  const turns = startLoad();
  const rates: number[] = [];
  const bare: number[] = [];
  // Short rounds in turn, as other work may share the machine; the first warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const inserts = await ground.bareInserts(ROUND_MS);
    const rate = await load(ground, turns, ROUND_MS);
    if (round === 0) continue;
    rates.push(rate);
    bare.push(inserts);
  }
  await ground.stop();
  const ratios = rates.map((rate, i) => rate / bare[i]!).sort((a, b) => a - b);
  say({
    name: 'accept.acts', value: median(rates), unit: 'acts/s', reference: median(bare), referenceIs: 'single-row inserts/s of the same database, 8 connections, each its own commit', aim: 'ratio 0.5 or better', ratio: median(ratios),
    note: `visit.record over HTTP, every second one with a promise, batches of 50, 8 phones; ${ROUNDS} rounds of ${ROUND_MS / 1000} s each in turn, their ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`,
  });
}
