// One thing at a time: every task of a world stops at its pauses, and chance says which goes on next.
import type { Chance } from './chance.ts';

/** What tasks belong to: a tab, or a server process. When it ends, they never go on. */
export class Life {
  dead = false;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

interface Paused {
  readonly life: Life;
  readonly label: string;
  readonly goOn: () => void;
}

export class Schedule {
  steps = 0;
  /** Tells two runs apart: every step and event is mixed in. */
  hash = 0x811c9dc5;
  /** A task failed in a way that no road and no full phone explains. */
  fault: unknown;
  readonly #chance: Chance;
  readonly #paused: Paused[] = [];
  readonly #codes = new Map<string, number>();
  readonly #calm: () => Promise<void>;

  /** @param calm resolves when everything that can go on without a pause has gone on */
  constructor(chance: Chance, calm = nextTurn) {
    this.#chance = chance;
    this.#calm = calm;
  }

  pause(life: Life, label: string): Promise<void> {
    return new Promise((goOn) => this.#paused.push({ life, label, goOn }));
  }

  /** Lets one paused task go on until it pauses again; false where none is left. */
  async step(): Promise<boolean> {
    // What goes on without a pause, as a restore does, may come to one yet.
    if (this.#paused.length === 0) await this.#calm();
    for (;;) {
      const count = this.#paused.length;
      if (count === 0) return false;
      const at = this.#chance.int(count);
      const chosen = this.#paused[at]!;
      this.#paused[at] = this.#paused[count - 1]!;
      this.#paused.pop();
      if (chosen.life.dead) continue;
      this.steps += 1;
      this.mix(chosen.life.name);
      this.mix(chosen.label);
      chosen.goOn();
      await this.#calm();
      return true;
    }
  }

  /** Starts a task; `forgives` says which failures are part of the world. */
  async start(work: () => Promise<unknown>, forgives: (error: unknown) => boolean): Promise<void> {
    work().catch((error: unknown) => {
      if (!forgives(error)) this.fault ??= error;
    });
    await this.#calm();
  }

  mix(text: string): void {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = 0;
      for (let i = 0; i < text.length; i++) code = (Math.imul(code, 31) + text.charCodeAt(i)) | 0;
      this.#codes.set(text, code);
    }
    this.hash = Math.imul(this.hash ^ code, 0x01000193) ^ (this.hash >>> 15);
  }
}

/** In memory promises settle before the next turn of the event loop. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
