// A real server over a real database, with everybody signed in: what the cells are tried on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act, Row } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { dayAt } from '#server/clock.ts';
import { addCommune } from '#server/db/communes.ts';
import { ledgerOf, openSeat } from '#server/db/ledger.ts';
import type { Db } from '#server/db/open.ts';
import { openDevice, openSession, setRevoked } from '#server/db/sessions.ts';
import { openDoors, type Doors } from '#server/doors/open.ts';
import { digest, newToken } from '#server/secrets.ts';
import { ABROAD, abroadRows, COMMUNE, groundRows, UNFOUNDED } from './ground.ts';
import { ACTORS, type Actor, type Days } from './people.ts';

const DAY_MS = 86_400_000;
/** The server lays rows from a seat of its own; no person sits on it. */
const LAYER = 'cellslay';

export interface Seat {
  readonly commune: string;
  readonly device: string;
  readonly token: string;
  /** Last turn said. */
  turn: number;
}

/** What this tool reads of any answer. */
export interface Answered {
  readonly error?: { readonly code: string };
  readonly verdicts?: readonly Verdict[];
  readonly expected?: number;
}

export interface Verdict {
  readonly entry?: number;
  readonly turns?: readonly [number, number];
  readonly refusal?: { readonly code: string; readonly params?: object };
}

export interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly text: string;
  readonly json: Answered;
  readonly headers: Headers;
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly seat?: Pick<Seat, 'device' | 'token'> | undefined;
  readonly json?: unknown;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
export const deviceOf = (commune: string, n: number): string => `c${commune.slice(-2).replaceAll(/\d/g, (digit) => LETTERS[Number(digit)]!)}ell${LETTERS[Math.floor(n / 24)]}${LETTERS[n % 24]}`;

export class Stage {
  readonly db: Db;
  readonly doors: Doors;
  readonly days: Days;
  readonly now = Date.now();
  readonly dataDir: string;
  readonly #seats = new Map<string, Seat>();
  readonly #layers = new Map<string, number>();
  #asked = 0;

  private constructor(db: Db, doors: Doors, dataDir: string) {
    this.db = db;
    this.doors = doors;
    this.dataDir = dataDir;
    this.days = { today: dayAt(this.now), yesterday: dayAt(this.now - DAY_MS) };
  }

  /** @param db empty and migrated; it stays open */
  static async open(db: Db): Promise<Stage> {
    const dataDir = mkdtempSync(join(tmpdir(), 'nr-cells-'));
    const phoneDir = join(dataDir, 'app');
    mkdirSync(phoneDir);
    writeFileSync(join(phoneDir, 'index.html'), '<!doctype html>');
    const doors = await openDoors(db, { port: 0, host: '127.0.0.1', dataDir, build: 'cells', log: false, phoneDir });
    const stage = new Stage(db, doors, dataDir);
    for (const [code, name] of [[COMMUNE, 'Xã Thử'], [ABROAD, 'Xã Khác']] as const) await db.inHouse((tx) => addCommune(tx, { code, name, sample: false, now: stage.now }));
    await stage.layGround();
    await stage.lay(ABROAD, abroadRows(stage.days));
    for (const [n, actor] of ACTORS.entries()) {
      await stage.#seat(actor, actor.standing === 'abroad' ? ABROAD : COMMUNE, n);
      await stage.#seat(actor, UNFOUNDED, n);
    }
    return stage;
  }

  async close(): Promise<void> {
    await this.doors.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The commune as it was in the beginning; what was added since stays beside it. */
  layGround(): Promise<void> {
    return this.lay(COMMUNE, groundRows(this.days));
  }

  /** Puts rows into a commune's book as the server does, without asking who may. */
  async lay(commune: string, rows: readonly Row[], drops: readonly string[] = []): Promise<void> {
    const turn = (this.#layers.get(commune) ?? 0) + 1;
    await this.db.inCommune(commune, 'write', async (tx) => {
      if (turn === 1) await openSeat(tx, { device: LAYER, person: 'nobody', now: this.now });
      const ledger = ledgerOf(tx, this.now);
      const act: Act = { id: actId(LAYER, turn), kind: 'cells.lay', v: 1, device: LAYER, turn, at: this.now, body: null };
      const entry = await ledger.number(1);
      await ledger.write(LAYER, [{ act, verdict: { turn, entry, asSaid: false, on: this.days.today }, puts: [...new Map(rows.map((row) => [`${row.kind}/${row.id}`, row])).values()], drops }], turn);
    });
    this.#layers.set(commune, turn);
  }

  seatOf(actor: Actor, commune = actor.standing === 'abroad' ? ABROAD : COMMUNE): Seat {
    return this.#seats.get(`${commune} ${actor.name}`)!;
  }

  async #seat(actor: Actor, commune: string, n: number): Promise<void> {
    const seat: Seat = { commune, device: deviceOf(commune, n), token: newToken(commune), turn: 0 };
    await this.db.inCommune(commune, 'write', async (tx) => {
      await openDevice(tx, { device: seat.device, person: actor.name, desk: false, phoneName: 'x', at: this.now });
    });
    this.#seats.set(`${commune} ${actor.name}`, seat);
    await this.signIn(actor, seat);
  }

  /** A session on the seat, as signing in opens one. */
  async signIn(actor: Actor, seat: Seat): Promise<void> {
    await this.db.inCommune(seat.commune, 'write', (tx) => openSession(tx, { digest: digest(seat.token), device: seat.device, person: actor.name, at: this.now, idleMs: DAY_MS, until: null }));
  }

  async revoke(seat: Seat): Promise<void> {
    await this.db.inCommune(seat.commune, 'write', (tx) => setRevoked(tx, seat.device, this.now));
  }

  /** One question over HTTP, each from another address, as a whole commune would ask. */
  async ask({ method, path, seat, json, body, headers = {} }: Ask): Promise<Answer> {
    this.#asked += 1;
    const answer = await fetch(this.doors.address + path, {
      method, redirect: 'manual',
      headers: {
        'x-forwarded-for': `10.${(this.#asked >> 8) & 255}.${this.#asked & 255}.7`, 'accept-encoding': 'identity',
        ...(seat ? { 'x-device': seat.device, authorization: `Bearer ${seat.token}` } : {}), ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(json === undefined ? (body ? { body } : {}) : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    let parsed: Answered = {};
    if (String(answer.headers.get('content-type')).startsWith('application/json') && text !== '') parsed = JSON.parse(text) as Answered;
    return { status: answer.status, code: parsed.error?.code ?? null, text, json: parsed, headers: answer.headers };
  }

  /** Says one act and answers its verdict: an entry, or the refusal. */
  async say(seat: Seat, kind: string, body: unknown, forged: Readonly<Record<string, unknown>> = {}): Promise<Verdict & { readonly status: number }> {
    seat.turn += 1;
    const act = { id: actId(seat.device, seat.turn), kind, v: 1, device: seat.device, turn: seat.turn, at: this.now, body, ...forged };
    const answer = await this.ask({ method: 'POST', path: '/api/acts', seat, json: { acts: [act], cursor: null, withheld: [], build: 'cells', echo: true } });
    return { status: answer.status, ...answer.json.verdicts?.[0] };
  }

  /** Number of the last entry of a commune: nothing was taken while it stands. */
  async lastEntry(commune: string): Promise<number> {
    return await this.db.inCommune(commune, 'read', async (tx) => (await tx.selectFrom('journal').select('last_entry').where('commune_id', '=', tx.commune).executeTakeFirst())?.last_entry ?? 0);
  }
}
