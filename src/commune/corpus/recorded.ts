// Acts of every kind and version there ever was, as they were decided: what must be there, and what each must still give.
import type { Json, Kinds, Outcome, Row, Said } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import { keyOf } from '#journal/act.ts';
import { read } from '#journal/decide.ts';

/** An act, the rows it was decided over, and what came of it as canonical JSON, byte by byte. */
export interface Case {
  readonly said: Said;
  readonly body: Json;
  readonly rows: readonly Row[];
  readonly result: string;
}

/** One file `<kind>.v<version>.json`. It is never changed once phones have that version; a changed rule is another matter (README.md). */
export interface Corpus {
  readonly kind: string;
  readonly v: number;
  readonly cases: readonly Case[];
}

export const nameOf = ({ kind, v }: Pick<Corpus, 'kind' | 'v'>): string => `${kind}.v${v}.json`;

/** What is missing: a corpus of each version a kind ever had, the way up from each older one, and the kind of each corpus. */
export function gapsIn(kinds: Kinds, all: readonly Corpus[]): readonly string[] {
  const gaps: string[] = [];
  for (const { name, version, upcasts } of kinds.values()) {
    for (let v = 1; v <= version; v++) {
      const corpus = all.find((one) => one.kind === name && one.v === v);
      if (!corpus) gaps.push(`${nameOf({ kind: name, v })} is missing: npm run check -- corpus`);
      else if (!corpus.cases.some(({ result }) => result.includes('"puts"'))) gaps.push(`${nameOf(corpus)} has no act that was taken`);
      if (v < version && !upcasts?.[v]) gaps.push(`${name} has version ${version} and nothing that lifts version ${v}: acts of older phones could not be read`);
    }
  }
  for (const corpus of all) {
    const kind = kinds.get(corpus.kind);
    if (!kind) gaps.push(`${nameOf(corpus)} is of a kind that is no more: phones may still say it`);
    else if (corpus.v > kind.version) gaps.push(`${nameOf(corpus)} is of a version the kind does not have`);
  }
  return gaps;
}

/** What the act comes to with these kinds, as canonical JSON. */
export function replayed(kinds: Kinds, { kind, v }: Pick<Corpus, 'kind' | 'v'>, { said, body, rows }: Omit<Case, 'result'>): string {
  const reading = read(kinds, { id: said.id, kind, v, device: said.device, turn: 1, at: said.at, body }, said);
  if (!('readable' in reading)) return canonical(reading);
  const held = new Map(rows.map((row) => [keyOf(row), row]));
  return canonical(reading.readable.decide({ get: (key) => held.get(key) }));
}

export const resultOf = (outcome: Outcome): string => canonical(outcome);
