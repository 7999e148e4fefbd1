// All chance in a simulated world comes from one seed, so that the same seed gives the same world for ever.

/** sfc32: small, fast, and good enough that no knob leans on another. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #n: number;

  constructor(seed: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 4294967296) >>> 0;
    this.#c = 0x9e3779b9;
    this.#n = 1;
    for (let i = 0; i < 12; i++) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#n) | 0;
    this.#n = (this.#n + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 … below-1. */
  int(below: number): number {
    return Math.floor((this.#next() / 4294967296) * below);
  }

  /** from … to, both within. */
  between(from: number, to: number): number {
    return from + this.int(to - from + 1);
  }

  /** True in that share of cases; draws nothing where the answer is certain. */
  odds(share: number): boolean {
    return share > 0 && (share >= 1 || this.#next() < share * 4294967296);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  /** One of the names, each as often as its weight says. */
  weighed<T extends string>(weights: Readonly<Record<T, number>>): T {
    const names = Object.keys(weights) as T[];
    let left = this.int(names.reduce((sum, name) => sum + weights[name], 0));
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return names[0]!;
  }
}
