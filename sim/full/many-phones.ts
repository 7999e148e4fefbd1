// Two hundred phones come back at once, each with fifty acts and five photos: all of it gets in, quickly, and nobody is starved.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildId } from '#server/build-id.ts';
import { openDb } from '#server/db/open.ts';
import { Chance } from '../chance.ts';
import { connectPast, doubledOrGone, lostOf, toldOf } from './book-check.ts';
import type { Figure, Tried } from './figure.ts';
import { groundFolder } from './ground-folder.ts';
import { LivePhone, watchRoad, type Asked } from './live-phone.ts';
import { photo } from './photo.ts';
import { startServer } from './server-process.ts';
import { stage } from './stage.ts';

const ACTS = 50;
const PHOTOS = 5;
/** The bound on what a push takes, at the 99th percentile. */
const PUSH_MS = 1_000;
/**
 * Nobody is starved: the phone that is through last is through before three times as long as the one in the middle, and
 * every phone gets something done (an answer that takes what it brought) at least every 30 seconds while it has something to send.
 */
const LAST_BY_MIDDLE = 3;
const LONGEST_GAP_MS = 30_000;

interface Way {
  /** ms from the start until its acts were all in the book, and until its photos were there too. */
  acts: number;
  all: number;
  /** Longest time without an answer that took something. */
  gap: number;
}

export const figure: Figure = {
  name: 'many-phones',
  shows: '200 phones back at once, 50 acts and 5 photos of 100 to 200 kB each: all in, push p99 under 1 s, nobody starved',
  atLeast: 200,
  async run(count, seed, say): Promise<Tried> {
    const folder = groundFolder('many');
    const ground = { dataDir: join(folder, 'data'), backupDir: join(folder, 'backup') };
    try {
      return await comeBack(ground, count, new Chance(seed), say);
    } finally {
      watchRoad(null);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function comeBack(ground: { dataDir: string; backupDir: string }, count: number, chance: Chance, say: (line: string) => void): Promise<Tried> {
  const db = await openDb({ dataDir: ground.dataDir });
  const seats = await stage(db, count, Date.now()).finally(() => db.close());
  const server = await startServer(ground);
  try {
    const build = buildId(fileURLToPath(new URL('../..', import.meta.url)));
    const phones = seats.map((seat) => new LivePhone(seat, server.origin, build));
    say(`${count} phones read the book, and go away`);
    for (const [n, phone] of phones.entries()) {
      // Half of them stand in the office's own network, the others are anywhere.
      phone.move(server.origin, n % 2 === 0 ? '203.0.113.7' : `198.51.${100 + (n >> 8)}.${n & 255}`);
      await phone.drain();
      await prepare(phone, chance);
    }
    say('they come back');
    const { ways, asked, seconds } = await allAtOnce(phones);
    const wrong = await look(ground.dataDir, phones);
    return told({ count, ways, asked, seconds, wrong, said: server.said() });
  } finally {
    await server.stop();
  }
}

async function prepare(phone: LivePhone, chance: Chance): Promise<void> {
  for (let n = 0; n < ACTS; n++) {
    if (n % (ACTS / PHOTOS) === 0) await phone.take(photo(chance.between(100_000, 200_000)));
    await phone.say();
  }
}

async function allAtOnce(phones: readonly LivePhone[]): Promise<{ ways: readonly Way[]; asked: readonly Asked[]; seconds: number }> {
  const asked: Asked[] = [];
  const began = performance.now();
  const last = new Map<string, { at: number; gap: number }>(phones.map(({ seat }) => [seat.device, { at: began, gap: 0 }]));
  watchRoad((one) => {
    asked.push(one);
    const mine = last.get(one.device)!;
    if (one.status >= 300 || one.status === 0) return;
    mine.gap = Math.max(mine.gap, one.at - mine.at);
    mine.at = one.at;
  });
  const ways = await Promise.all(phones.map(async (phone): Promise<Way> => {
    await phone.drain(1_000);
    const acts = asked.findLast(({ device, door, status }) => device === phone.seat.device && door === 'POST acts' && status === 200)?.at ?? performance.now();
    return { acts: acts - began, all: performance.now() - began, gap: last.get(phone.seat.device)!.gap };
  }));
  watchRoad(null);
  return { ways, asked, seconds: (performance.now() - began) / 1000 };
}

/** Asked past the server: every act once, every photo listed and on the disk. */
async function look(dataDir: string, phones: readonly LivePhone[]): Promise<readonly string[]> {
  const client = await connectPast(dataDir);
  const wrong = [...(await lostOf(client, phones.flatMap((phone) => toldOf(phone.seat.device, phone.acts)))), ...(await doubledOrGone(client))];
  const acts = Number((await client.query<{ n: string }>('select count(*) n from act where entry is not null and device = any($1)', [phones.map(({ seat }) => seat.device)])).rows[0]!.n);
  const photos = Number((await client.query<{ n: string }>('select count(*) n from clip')).rows[0]!.n);
  await client.end();
  if (acts !== phones.length * ACTS) wrong.push(`${acts} of ${phones.length * ACTS} acts are in the book`);
  if (photos !== phones.length * PHOTOS) wrong.push(`${photos} of ${phones.length * PHOTOS} photos are there`);
  return wrong;
}

interface Report {
  readonly count: number;
  readonly ways: readonly Way[];
  readonly asked: readonly Asked[];
  readonly seconds: number;
  readonly wrong: readonly string[];
  readonly said: string;
}

function told({ count, ways, asked, seconds, wrong: found, said }: Report): Tried {
  const wrong = [...found];
  const pushes = asked.filter(({ door }) => door === 'POST acts').map(({ ms }) => ms);
  const p99 = Math.round(share(pushes, 0.99));
  if (p99 > PUSH_MS) wrong.push(`push p99 was ${p99} ms`);
  const all = ways.map((way) => way.all);
  const gaps = ways.map(({ gap }) => gap);
  if (share(all, 1) > LAST_BY_MIDDLE * share(all, 0.5)) wrong.push(`the last phone was through after ${ms(share(all, 1))}, the one in the middle after ${ms(share(all, 0.5))}`);
  if (share(gaps, 1) > LONGEST_GAP_MS) wrong.push(`a phone got nothing done for ${ms(share(gaps, 1))}`);
  const broken = asked.filter(({ status }) => status === 0 || (status >= 500 && status !== 503));
  if (broken.length > 0) wrong.push(`${broken.length} questions failed: ${[...new Set(broken.map(({ door, status }) => `${door} ${status}`))].join(', ')} ${said.slice(-300)}`);
  return { done: count, bad: wrong.length, wrong, seen: { ...seen(asked, ways), 'seconds until all was in': Math.round(seconds) } };
}

const ms = (value: number): string => `${Math.round(value).toLocaleString('en-US')} ms`;

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

function seen(asked: readonly Asked[], ways: readonly Way[]): Record<string, number | string> {
  const doors = [...new Set(asked.map(({ door }) => door))].sort();
  const waited = asked.filter(({ status }) => status === 429 || status === 503);
  return {
    ...Object.fromEntries(doors.map((door) => {
      const mine = asked.filter((one) => one.door === door).map((one) => one.ms);
      return [`${door}: asked; p50, p99, longest`, `${mine.length}; ${ms(share(mine, 0.5))}, ${ms(share(mine, 0.99))}, ${ms(share(mine, 1))}`];
    })),
    'asked to come back later': waited.length,
    'acts in: phone in the middle, last phone': `${ms(share(ways.map((way) => way.acts), 0.5))}, ${ms(share(ways.map((way) => way.acts), 1))}`,
    'all in: phone in the middle, last phone': `${ms(share(ways.map((way) => way.all), 0.5))}, ${ms(share(ways.map((way) => way.all), 1))}`,
    'longest time a phone got nothing done': ms(share(ways.map(({ gap }) => gap), 1)),
  };
}
