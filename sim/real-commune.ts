// The make-believe commune on a real database: the same founding acts, the real push and pull, and phones on them.
import { actId } from '#journal/act.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import type { Asked } from '#journal/cursor.ts';
import type { Page, Push, Pushed, Road } from '#journal/ports.ts';
import { Replica } from '#journal/replica.ts';
import { readPage } from '#phone/road/road.ts';
import { openSeat } from '#server/db/ledger.ts';
import type { Db } from '#server/db/open.ts';
import { type Rules, pull, push } from '#server/exchange.ts';
import { COMMUNE, DESK, OFFICER, PEOPLE, devicesOf, firstBook, msAfter } from './commune.ts';
import { type Build, kindsOf } from './kinds.ts';
import type { Intent } from './people.ts';

/** Noon in the commune, so many days after the first. */
const noon = (day: number): number => msAfter(day) + 5 * 3_600_000;

export class RealCommune {
  readonly db: Db;
  build: Build = 1;
  day = 0;
  /** Every push and page that went over the road. */
  readonly pushes: Push[] = [];
  readonly pages: Page[] = [];
  #turn = 0;

  private constructor(db: Db) {
    this.db = db;
  }

  /** Founds it in an empty database, with a seat for each person's two phones. */
  static async of(db: Db): Promise<RealCommune> {
    const commune = new RealCommune(db);
    const seats = [[DESK, OFFICER] as const, ...PEOPLE.flatMap((person) => devicesOf(person).map((device) => [device, person] as const))];
    await db.inCommune(COMMUNE, 'write', async (tx) => {
      for (const [device, person] of seats) await openSeat(tx, { device, person, now: noon(0) });
    });
    for (const { act } of (await firstBook()).acts.get(DESK)!.values()) await commune.desk({ kind: act.kind, body: act.body });
    return commune;
  }

  get rules(): Rules {
    return { kinds: kindsOf[this.build], build: String(this.build), now: () => noon(this.day) };
  }

  /** Said at the officer's desk; throws where it is refused. */
  async desk({ kind, body }: Intent): Promise<void> {
    const turn = (this.#turn += 1);
    const v = kindsOf[this.build].get(kind)?.version ?? 1;
    const act = { id: actId(DESK, turn), kind, v, device: DESK, turn, at: noon(this.day), body };
    const { verdicts } = await push(this.db, this.rules, { commune: COMMUNE, device: DESK, acts: [act], cursor: null, withheld: [], build: String(this.build), echo: false });
    if (!verdicts[0] || !('entry' in verdicts[0])) throw new Error(`${kind} was not taken: ${JSON.stringify(verdicts[0])}`);
  }

  road(device: string, build: () => Build): Road {
    return {
      push: async (said): Promise<Pushed> => {
        this.pushes.push(said);
        return push(this.db, this.rules, { ...said, commune: COMMUNE, device, build: String(build()), echo: false, sentAt: noon(this.day) });
      },
      pull: async (asked: Asked): Promise<Page> => {
        const lines: string[] = [];
        for await (const line of pull(this.db, this.rules, { commune: COMMUNE, device, ...asked })) lines.push(line);
        const page = await readPage(new Response(lines.join(''), { headers: { 'content-type': 'application/x-ndjson' } }));
        this.pages.push(page);
        return page;
      },
    };
  }
}

/** One person's phone: its disk stays, its app may be a newer one tomorrow. */
export class RealPhone {
  readonly disk = new MemoryDisk();
  readonly doubts: string[] = [];
  build: Build;
  readonly #commune: RealCommune;
  readonly #device: string;
  readonly #person: string;
  #replica!: Replica;

  private constructor(commune: RealCommune, device: string, person: string, build: Build) {
    this.#commune = commune;
    this.#device = device;
    this.#person = person;
    this.build = build;
  }

  static async of(commune: RealCommune, person: string, build: Build, which = 0): Promise<RealPhone> {
    const phone = new RealPhone(commune, devicesOf(person)[which]!, person, build);
    await phone.start(build);
    return phone;
  }

  /** Starts the app, perhaps another build of it. */
  async start(build: Build): Promise<void> {
    this.build = build;
    const today = () => new Date(noon(this.#commune.day)).toISOString().slice(0, 10);
    this.#replica = new Replica(kindsOf[build], { commune: COMMUNE, device: this.#device, person: this.#person }, new MemoryStore(this.disk), { now: () => noon(this.#commune.day), today });
    this.#replica.doubts((why) => this.doubts.push(why));
    await this.#replica.open();
  }

  get replica(): Replica {
    return this.#replica;
  }

  exchange(): Promise<void> {
    return this.#replica.exchange(this.#commune.road(this.#device, () => this.build));
  }

  /** Says it; throws where the phone refuses. Answers the turn. */
  async say(kind: string, body: Intent['body']): Promise<number> {
    const kept = await this.#replica.say(kindsOf[this.build].get(kind)!, body);
    if ('refusal' in kept) throw new Error(`${kind} was refused: ${JSON.stringify(kept.refusal)}`);
    return kept.act.turn;
  }

  /** Turns with their state of trust, as the screen lists them. */
  get trusts(): Readonly<Record<number, string>> {
    return Object.fromEntries(this.#replica.acts.map(({ act, trust }) => [act.turn, trust]));
  }
}
