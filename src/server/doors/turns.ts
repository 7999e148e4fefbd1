// When everybody comes at once: so many are served at a time, in order; who would wait too long is told when their turn is, and has it then.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { Problem } from './problem.ts';

/** So many at a time, the others in the order they came. */
export interface Line {
  /** Waits for its turn. The answer gives it back; to be called once or more often. */
  enter(): Promise<() => void>;
  /** Served now, and waiting. */
  readonly length: number;
}

export function line(atOnce: number): Line {
  const waiting: (() => void)[] = [];
  let served = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else served -= 1;
  };
  return {
    get length() {
      return served + waiting.length;
    },
    async enter() {
      if (served < atOnce) served += 1;
      else await new Promise<void>((go) => waiting.push(go));
      let left = false;
      return () => {
        if (!left) leave();
        left = true;
      };
    },
  };
}

export interface Turns {
  /**
   * Asked before the body is read. Throws Problem 503 server.busy with the seconds to wait where so many are ahead that
   * the answer would come too late. Whoever comes back when told is not sent away again.
   */
  ask(name: string): void;
  /** Serves it, in order. */
  serve<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface TurnsWish {
  /** Longest anybody should wait here, ms: what is more is waited for at home. */
  readonly patienceMs: number;
  readonly atOnce: number;
  readonly clock: Clock;
}

/** So few are never sent away, however slow the machine is. */
const FEW = 3;
/** A guess before anything was measured, and how fast a new measurement counts. */
const FIRST_PACE_MS = 60;
const WEIGHT = 0.15;
/** Nobody is told to wait longer; and a turn nobody takes is forgotten after as long again. */
const LONGEST_MS = 120_000;
/** They come back spread over up to twice the time they were told, and so thinner than their turns were given out. */
const THINNED = 0.85;
/** Phones wait a part longer than they are told, by chance (road/exchange.ts): one that comes a little early has not cheated. */
const EARLY_MS = 250;
const MOST_TURNS = 10_000;
/** A body that is on its way for longer is on a slow road. */
const BODY_MS = 1_000;

export function turns({ patienceMs, atOnce, clock }: TurnsWish): Turns {
  const queue = line(atOnce);
  /** Turns given out, by name: the moment from which it may come. */
  const given = new Map<string, number>();
  /** Asked a moment ago, and their bodies still on the way. One on a slow road keeps nobody else out for long. */
  const coming = new Map<string, number>();
  let pace = FIRST_PACE_MS;
  let lastDone = 0;
  /** The end of the turns given out. */
  let booked = 0;

  const tell = (ms: number): never => {
    const seconds = Math.max(1, Math.ceil(ms / 1000));
    throw new Problem(503, 'server.busy', { seconds }, seconds);
  };
  const ahead = (now: number): number => {
    for (const [name, at] of coming) if (at + BODY_MS < now) coming.delete(name);
    return queue.length + coming.size;
  };
  const forget = (now: number): void => {
    for (const [name, at] of given) if (given.size > MOST_TURNS || at + LONGEST_MS < now) given.delete(name);
  };
  return {
    ask(name) {
      const now = clock();
      const turn = given.get(name);
      if (turn !== undefined && turn > now + EARLY_MS) return tell(turn - now);
      const before = ahead(now);
      if (turn === undefined && before >= FEW && (before + 1) * pace > patienceMs) {
        booked = Math.min(Math.max(booked, now + patienceMs) + pace * THINNED, now + LONGEST_MS);
        if (given.size >= MOST_TURNS) forget(now);
        given.set(name, booked);
        return tell(booked - now);
      }
      given.delete(name);
      coming.set(name, now);
      return undefined;
    },
    async serve(name, work) {
      coming.delete(name);
      const began = clock();
      const leave = await queue.enter();
      try {
        return await work();
      } finally {
        const now = clock();
        // Between two that follow one another without a rest lies what one of them takes.
        pace += (Math.min(5_000, now - Math.max(lastDone, began)) - pace) * WEIGHT;
        lastDone = now;
        given.delete(name);
        leave();
      }
    },
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives its place in the line back, where it has one: before it waits for a slow road. */
    leaveLine(): void;
  }
}

/** Photos of a whole village at once leave room for acts: so many questions about clips are worked on at a time. */
const CLIPS_AT_ONCE = 6;

/** Puts questions about clips in line before anything is looked up for them. To be called before whatever looks up. */
export function lineUpClips(app: FastifyInstance): void {
  const clips = line(CLIPS_AT_ONCE);
  const places = new WeakMap<FastifyRequest, () => void>();
  app.decorateRequest('leaveLine', function leaveLine(this: FastifyRequest) {
    places.get(this)?.();
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/clips/')) return;
    const leave = await clips.enter();
    places.set(request, leave);
    // Answered, or broken off.
    reply.raw.once('close', leave);
    if (request.raw.destroyed) leave();
  });
}
