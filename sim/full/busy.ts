// One task at the database goes on at a time, until it ends, is paused, or waits for another's lock: so that a seed gives one world.

/** One task at the database. */
export interface Task {
  /** Takes a lock that another task may hold. */
  lock<T>(run: () => Promise<T>): Promise<T>;
  /** Its transaction is over. */
  unlock(): void;
  /** Stands still until the simulation lets it go on. */
  paused(pause: Promise<void>): Promise<void>;
}

/** Tasks at the database at once: each holds a connection, and the pool has ten. */
const MOST = 8;

export class Busy {
  /** Tasks that could go on, in the order in which they do; the first of them does. */
  readonly #ready: (() => void)[] = [];
  #active = false;
  /** Work beside the tasks, and locks that have been given up and not been got yet. */
  #beside = 0;
  #inside = 0;
  #holder: object | null = null;
  /** It was given up, and whoever gets it is counted as going on until then. */
  #given = false;
  /** Tasks in the database's own queue for the lock. */
  #queued = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #calm: (() => void)[] = [];
  readonly #idle: (() => void)[] = [];
  readonly #isQueued: (count: () => number) => Promise<void>;

  /** @param isQueued resolves when so many tasks stand in the database's own queue for the lock */
  constructor(isQueued: (count: () => number) => Promise<void>) {
    this.#isQueued = isQueued;
  }

  get #going(): boolean {
    return this.#active || this.#ready.length > 0 || this.#beside > 0;
  }

  /** Resolves when nothing goes on that was not paused or made to wait. */
  async calm(): Promise<void> {
    do {
      if (this.#going) await new Promise<void>((resolve) => this.#calm.push(resolve));
      // Whoever was waiting for an answer has it now, and may ask for more.
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#going);
  }

  /** Resolves when no task is at the database at all, be it paused. */
  async idle(): Promise<void> {
    while (this.#inside > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Work beside the tasks. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#beside += 1;
    try {
      return await work();
    } finally {
      this.#less();
    }
  }

  async task<T>(work: (task: Task) => Promise<T>): Promise<T> {
    if (this.#inside >= MOST) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
    const me = {};
    await this.#enter();
    try {
      return await work({ unlock: () => this.#unlock(me), lock: (run) => this.#lock(me, run), paused: (pause) => this.#paused(pause) });
    } finally {
      this.#unlock(me);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
      if (this.#inside === 0) for (const resolve of this.#idle.splice(0)) resolve();
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#active) await new Promise<void>((go) => this.#ready.push(go));
    this.#active = true;
  }

  #leave(): void {
    const next = this.#ready.shift();
    if (next) return next();
    this.#active = false;
    this.#perhapsCalm();
  }

  #less(): void {
    this.#beside -= 1;
    this.#perhapsCalm();
  }

  #perhapsCalm(): void {
    if (!this.#going) for (const resolve of this.#calm.splice(0)) resolve();
  }

  async #paused(pause: Promise<void>): Promise<void> {
    this.#leave();
    try {
      await pause;
    } finally {
      await this.#enter();
    }
  }

  /** The next in the database's queue has it now, and will hear of it in a moment. */
  #unlock(me: object): void {
    if (this.#holder !== me) return;
    this.#holder = null;
    if (this.#queued === 0) return;
    this.#beside += 1;
    this.#given = true;
  }

  /** Where another holds the lock the task waits in the database's queue, in the order it came. */
  async #lock<T>(me: object, run: () => Promise<T>): Promise<T> {
    if (this.#holder === null && this.#queued === 0) {
      this.#holder = me;
      return await run();
    }
    this.#queued += 1;
    let counted = false;
    const running = run().finally(() => {
      this.#queued -= 1;
      this.#holder = me;
      // The database may say so before we hear that the one before has ended: that one is going on still.
      counted = this.#given;
      this.#given = false;
    });
    running.catch(() => undefined);
    await this.#isQueued(() => this.#queued);
    this.#leave();
    try {
      return await running;
    } finally {
      await this.#enter();
      if (counted) this.#less();
    }
  }
}
