// What the doors leave in the audit: every reading of personal data before it is whole, and every deed that is no act.
import type { FastifyInstance } from 'fastify';
import { noteDeed, noteRead, MOST_HOUSEHOLDS, type About } from '../db/audit.ts';
import type { Tx } from '../db/open.ts';
import type { House } from './house.ts';
import { Problem } from './problem.ts';

/** Who did it, as far as the door knows: a `Who`, or a person that has just shown who they are. */
export interface Doer {
  readonly commune: string;
  readonly person: string | null;
  readonly device: string | null;
}

export interface Reading {
  readonly what: string;
  readonly households: readonly string[] | null;
  readonly rows: number | null;
  readonly about?: About;
}

/** Notes a reading in a transaction of its own. Where it cannot be noted the reading must not go on: it rejects. */
export async function reading(house: House, { commune, person, device }: Doer, read: Reading): Promise<void> {
  await house.db.inCommune(commune, 'note', (tx) => noteRead(tx, { at: house.clock(), person, device, ...read }));
}

/** Notes a deed inside the transaction that does it, so that neither stands without the other. */
export async function deed(tx: Tx, { person, device }: Omit<Doer, 'commune'>, done: { readonly at: number; readonly what: string; readonly about?: About }): Promise<void> {
  await noteDeed(tx, { person, device, ...done });
}

interface Seen {
  readonly households: Set<string>;
  head: { readonly cursor?: { readonly scope: string; readonly entry: number }; readonly reset?: boolean };
}

/**
 * Passes a page of rows on, and notes it before its last line goes out: a page that could not be noted is cut off, and
 * the phone asks again. A page that nothing stood on is nobody's reading; one the road broke is noted as far as it came.
 */
export async function* aloud(house: House, doer: Doer, lines: AsyncGenerator<string, void, undefined>, after: number | null): AsyncGenerator<string, void, undefined> {
  const seen: Seen = { households: new Set(), head: {} };
  let sent = 0;
  let open = false;
  const note = (rows: number | null) => reading(house, doer, {
    what: 'rows', rows, households: seen.households.size > MOST_HOUSEHOLDS ? null : [...seen.households],
    about: { scope: seen.head.cursor?.scope ?? '', from: seen.head.reset ? 0 : after, upto: seen.head.cursor?.entry ?? null },
  });
  try {
    for await (const line of lines) {
      if (sent === 0) seen.head = JSON.parse(line) as Seen['head'];
      else if (line.startsWith('{"end":')) {
        const { rows } = JSON.parse(line) as { readonly rows: number };
        open = false;
        if (rows > 0) await note(rows);
      } else {
        open = true;
        const household = householdOf(line);
        if (household !== null && seen.households.size <= MOST_HOUSEHOLDS) seen.households.add(household);
      }
      sent += 1;
      yield line;
    }
  } finally {
    if (open) await note(null);
    await lines.return();
  }
}

/** `{"h":"<id>","rows":…`: the id, read without the rows behind it. */
function householdOf(line: string): string | null {
  const end = line.indexOf('"', 6);
  return line.startsWith('{"h":"') && end > 6 ? line.slice(6, end) : null;
}

const FLUSH_MS = 60_000;
/** Different people tried for within a minute; a flood beyond that is counted without names. */
const MOST_NAMES = 1_000;

export interface Failures {
  /** One more. The commune is known where the login, card or seat is; the person where the account is. */
  count(commune: string | undefined, person: string | null): void;
  flush(): Promise<void>;
}

/**
 * Counts failed sign-ins (a wrong password, PIN or code) or refusals, and notes them once a minute, a line for each
 * person tried for or refused: a flood does not become a flood of lines.
 */
export function failures(app: FastifyInstance, house: House, what: 'sign-in.failed' | 'denied' = 'sign-in.failed'): Failures {
  let counts = new Map<string, number>();
  const flush = async (): Promise<void> => {
    const flushed = counts;
    counts = new Map();
    for (const [name, count] of flushed) {
      const [commune, person] = name.split('/') as [string, string];
      await house.db.inCommune(commune, 'note', (tx) => noteDeed(tx, {
        at: house.clock(), person: null, device: null, what, about: { count, ...(person === '' ? {} : { for: person }) },
      }));
    }
  };
  const timer = setInterval(() => void flush().catch((error: unknown) => app.log.error({ fault: (error as Error).name }, 'failures could not be noted')), FLUSH_MS);
  timer.unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await flush();
  });
  return {
    count(commune, person) {
      // A login that nobody has belongs to no commune: it is in the log as one more wrong try.
      if (commune === undefined) return app.log.warn('a sign-in failed: no such login, slip or card');
      const name = `${commune}/${counts.size < MOST_NAMES ? person ?? '' : ''}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    flush,
  };
}

/**
 * Refusals that say nothing of what somebody tried to reach: a request another site forged is not the doing of the person whose
 * browser it rode on; a wrong password is counted as one; and asking who the second officer is is no refusal to the first.
 */
const NO_DENIALS: ReadonlySet<string> = new Set(['request.foreign', 'password.wrong', 'export.second-needed', 'export.second-wrong']);

/** Whoever asks for what their post does not give them is counted under their name (a thing hidden from them is merely absent). */
export function noteDenials(app: FastifyInstance, house: House): void {
  const denied = failures(app, house, 'denied');
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof Problem) || error.status !== 403) return;
    request.log.warn({ door: request.routeOptions.url ?? '?', code: error.code }, 'refused');
    const who = await request.seat().catch(() => undefined);
    if (who && !NO_DENIALS.has(error.code)) denied.count(who.commune, who.person);
  });
}
