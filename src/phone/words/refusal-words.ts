// The shape of the words of a refusal: what happened, what it means, what to do, and the law.

export interface RefusalWords {
  /** What happened. */
  readonly what: string;
  /** What it means, where that is not plain. */
  readonly means?: string;
  /** What to do now. */
  readonly remedy: string;
  /** Source in law, where there is one. */
  readonly law?: string;
}

/** What the refusal tells, each value as a person reads it: names for ids, 05/03/2026 for days. A missing one reads "…". */
export type About = (name: string) => string;
export type RefusalWord = RefusalWords | ((about: About) => RefusalWords);
