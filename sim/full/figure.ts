// One figure of the full report: what is tried how often, and how many went wrong. `npm run sim -- full` runs them all.

export interface Tried {
  /** How many were tried. */
  readonly done: number;
  /** How many went wrong; anything but 0 fails the figure. */
  readonly bad: number;
  /** What was counted besides (acts, faults by name, latencies with their unit), as it stands in the report. */
  readonly seen: Readonly<Record<string, number | string>>;
  /** Where something went wrong: seed or case, and what broke; at most some dozens. */
  readonly wrong: readonly string[];
}

/** A file of `sim/full/` exports one as `figure`. Tests run it with a small count, the full report with `atLeast`. */
export interface Figure {
  /** kebab-case, as it is asked by name: `npm run sim -- full NAME [count]`. */
  readonly name: string;
  /** What is shown, in one line of plain words. */
  readonly shows: string;
  /** How many the full report asks for. */
  readonly atLeast: number;
  /** What its process is started with: a figure about memory is told how much there is, whatever the machine has. */
  readonly flags?: readonly string[];
  /** Must be the same for the same seed, but for times. `say` hears progress, a line each. */
  run(count: number, seed: number, say: (line: string) => void): Promise<Tried>;
}
