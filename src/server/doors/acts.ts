// POST /api/acts: a phone's acts go into the book, each with its verdict; runs of verdicts are written short.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Act } from '#journal/act.ts';
import type { Verdict } from '#journal/accept.ts';
import type { Cursor, Span } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import { BadAct, NoSeat, push } from '../exchange.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { renewLease } from './lease.ts';
import { Problem } from './problem.ts';
import { turns } from './turns.ts';
import type { Who } from './who.ts';

const MOST_ACTS = 500;
/** One transaction of a commune at a time, as its book is written in order; the second is being read meanwhile. */
const AT_ONCE = 2;
/** A phone is answered within a second, or told when to come again. */
const PATIENCE_MS = 400;

export type ShortVerdict = Verdict | {
  /** First and last turn of the run. */
  readonly turns: readonly [number, number];
  /** Entry of the first; the others follow without gaps. */
  readonly entry: number;
  readonly asSaid: boolean;
  readonly on: string;
};

export function actsDoor(app: FastifyInstance, house: House): void {
  const inTurn = turns({ patienceMs: PATIENCE_MS, atOnce: AT_ONCE, clock: house.clock });
  const nameOf = ({ commune, device }: Who): string => `${commune} ${device}`;
  // Who has to wait is told so before a byte of the acts has come over a slow road.
  const preParsing = async (request: FastifyRequest): Promise<void> => inTurn.ask(nameOf(await request.seat()));
  app.post('/api/acts', { preParsing }, async (request, reply) => {
    const who = await request.seat();
    const asked = { ...readPush(request.body, who), sentAt: clockOf(request.headers['x-clock']) };
    const pushed = await inTurn.serve(nameOf(who), () => push(house.db, house.rules, asked)).catch((error: unknown) => {
      if (error instanceof BadAct) throw new Problem(400, 'act.malformed', { turn: error.turn });
      if (error instanceof NoSeat) throw new Problem(401, 'sign-in.needed');
      throw error;
    });
    renewLease(house, reply, who);
    return { ...pushed, verdicts: shortened(pushed.verdicts) };
  });
}

/** What a push says, every part of its type and within its bounds. @throws Problem 400 */
export function readPush(raw: unknown, { commune, device }: { readonly commune: string; readonly device: string }) {
  const body = new Members(raw);
  const acts = body.list('acts', MOST_ACTS).map(actOf);
  const stranger = acts.find((act) => act.device !== device);
  if (stranger) throw new Problem(400, 'act.wrong-device', { turn: stranger.turn });
  return {
    commune, device, acts, cursor: cursorOf(body), withheld: spansIn(body, 'withheld'),
    build: body.has('build') ? body.text('build', 80, 0) : '', echo: body.flag('echo'), heard: heardOf(body, raw),
  };
}

/** Null says: told of no journal yet. Left out: a client of before. */
function heardOf(body: Members, raw: unknown): Heard | null | undefined {
  if (!body.has('heard')) return (raw as { heard?: null }).heard;
  const heard = body.members('heard');
  return { epoch: heard.text('epoch', 100), entry: heard.count('entry', Number.MAX_SAFE_INTEGER), chain: heard.text('chain', 100, 0) };
}

/** Evidence only, so that nothing is refused for it. */
const clockOf = (said: string | string[] | undefined): number | null => (/^\d{1,15}$/.test(String(said)) ? Number(said) : null);

/** More runs than this and the rest is left out: then more is sent back than needed, and nothing else. */
const MOST_SPANS = 1000;

function spansIn(body: Members, name: string): readonly Span[] {
  if (!body.has(name)) return [];
  return body.list(name, MOST_SPANS).map((span) => {
    const parts = new Members({ from: Array.isArray(span) ? span[0] : null, to: Array.isArray(span) ? span[1] : null });
    const from = parts.count('from', Number.MAX_SAFE_INTEGER, 1);
    return [from, parts.count('to', Number.MAX_SAFE_INTEGER, from)];
  });
}

function cursorOf(body: Members): Cursor | null {
  if (!body.has('cursor')) return null;
  const cursor = body.members('cursor');
  return {
    epoch: cursor.text('epoch', 100), scope: cursor.text('scope', 100, 0), entry: cursor.count('entry', Number.MAX_SAFE_INTEGER),
    own: spansIn(cursor, 'own'),
  };
}

/** Only the parts of an act, each of its type; what they may hold is checked where acts are taken. */
function actOf(value: unknown, index: number): Act {
  const act = (value ?? {}) as Partial<Record<keyof Act, unknown>>;
  const { id, kind, v, device, turn, at, body } = act;
  if (typeof turn !== 'number' || typeof id !== 'string' || typeof kind !== 'string' || typeof v !== 'number' ||
    typeof device !== 'string' || typeof at !== 'number' || body === undefined) {
    throw new Problem(400, 'act.malformed', { turn: typeof turn === 'number' ? turn : index + 1 });
  }
  return { id, kind, v, device, turn, at, body: body as Act['body'] };
}

/** Runs of two and more accepted acts with following turns and entries become one. */
export function shortened(verdicts: readonly Verdict[]): readonly ShortVerdict[] {
  const short: ShortVerdict[] = [];
  for (let i = 0; i < verdicts.length; ) {
    const first = verdicts[i]!;
    let next = i + 1;
    while (next < verdicts.length && follows(first, verdicts[next]!, next - i)) next += 1;
    if (next - i === 1 || !('entry' in first)) short.push(first);
    else short.push({ turns: [first.turn, first.turn + next - i - 1], entry: first.entry, asSaid: first.asSaid, on: first.on });
    i = next;
  }
  return short;
}

const follows = (first: Verdict, one: Verdict, by: number): boolean =>
  'entry' in first && 'entry' in one && one.turn === first.turn + by && one.entry === first.entry + by &&
  one.asSaid === first.asSaid && one.on === first.on;
