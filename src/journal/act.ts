// The one notion of change: someone did something on a day, said once, decided by one pure function.

/** Anything that can travel. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `kind/id`: names one row of one commune. */
export type RowKey = string;

/**
 * What acts leave behind. `village` and `household` say where the row belongs, so that scope can be
 * decided without opening the body; null means the whole commune.
 */
export interface Row<K extends string = string, B = unknown> {
  readonly kind: K;
  readonly id: string;
  readonly village: string | null;
  readonly household: string | null;
  readonly body: B;
}

/** A row as the journal keeps it: `entry` is the number of the act that last touched it. */
export interface KeptRow extends Row {
  readonly entry: number;
  /** The row was taken away by that entry; the body is then null. */
  readonly gone?: boolean;
}

/** An act as it waits and travels. Never edited; corrected only by another act. */
export interface Act {
  /** `device-turn` in base 36: unique without chance, and short on the wire. */
  readonly id: string;
  readonly kind: string;
  /** Version of the kind's body. */
  readonly v: number;
  readonly device: string;
  /** 1, 2, 3 … on that device, without gaps (law J5). */
  readonly turn: number;
  /** The device's clock when it was said, in ms: evidence only, never order. */
  readonly at: number;
  readonly body: Json;
}

/** Why an act was not taken. `code` is `noun.reason`; the words are the screen's. */
export interface Refusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Who said it and when, as the decider sees it. */
export interface Said {
  readonly id: string;
  readonly device: string;
  readonly commune: string;
  /** Id of the person whose seat the device is. Set by the server, never by the act. */
  readonly author: string;
  readonly at: number;
  /** The decider's calendar day, YYYY-MM-DD in Asia/Ho_Chi_Minh. */
  readonly today: string;
}

export interface Rows {
  get(key: RowKey): Row | undefined;
}

export type Outcome =
  | { readonly puts: readonly Row[]; readonly drops?: readonly RowKey[] }
  | { readonly refusal: Refusal };

export type Parsed<B> = { readonly body: B } | { readonly refusal: Refusal };

/**
 * One thing that can be done. `decide` is synchronous and pure: the phone runs it to show the act as
 * done at once, the server runs it to make it so. It may read only the rows that `needs` names, and
 * whoever may say the act must be allowed to see those rows.
 */
export interface ActKind<B = never> {
  readonly name: string;
  readonly version: number;
  /** unknown -> body of the current version: bounded lengths, NFC text. */
  parse(raw: unknown): Parsed<B>;
  /** Bodies of older versions, lifted one version a step; kept for ever. */
  readonly upcasts?: Readonly<Record<number, (old: unknown) => unknown>>;
  needs(body: B, said: Said): readonly RowKey[];
  decide(body: B, said: Said, rows: Rows): Outcome;
}

export type Kinds = ReadonlyMap<string, ActKind<unknown>>;

export const keyOf = (row: { readonly kind: string; readonly id: string }): RowKey => `${row.kind}/${row.id}`;

/** Id of the act said as `turn` on `device`. */
export const actId = (device: string, turn: number): string => `${device}-${turn.toString(36)}`;

export const done = (...puts: readonly Row[]): Outcome => ({ puts });
export const refuse = (code: string, params?: Refusal['params']): { refusal: Refusal } =>
  ({ refusal: params === undefined ? { code } : { code, params } });
