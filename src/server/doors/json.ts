// JSON from outside: bounded in depth and members, with no key that reaches into objects.
import type { Json } from '#journal/act.ts';
import { Problem } from './problem.ts';

export const MOST_DEPTH = 32;
/** 500 visits, each with all its members, are 30,000; a megabyte of nothing but members would be 170,000. */
export const MOST_MEMBERS = 60_000;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** Reads a request's JSON. @throws Problem 400 request.malformed */
export function readJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Problem(400, 'request.malformed', { what: 'JSON' });
  }
  checkShape(value);
  return value;
}

/** Walks without recursion, so that depth is counted before it can hurt. */
function checkShape(value: Json): void {
  let members = 0;
  const open: { value: Json; depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.value === null || typeof next.value !== 'object') continue;
    if (next.depth > MOST_DEPTH) throw new Problem(400, 'request.malformed', { what: `depth ${MOST_DEPTH}` });
    const list = Array.isArray(next.value);
    for (const [key, member] of Object.entries(next.value)) {
      members += 1;
      if (members > MOST_MEMBERS) throw new Problem(413, 'request.too-large');
      if (!list && FORBIDDEN.has(key)) throw new Problem(400, 'request.malformed', { what: 'key' });
      open.push({ value: member as Json, depth: next.depth + 1 });
    }
  }
}

/** Reads members of a body one by one, each with a type and a bound. All throw Problem 400 with the member's name. */
export class Members {
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Problem(400, 'request.malformed', { what: '{…}' });
    this.#value = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.#value[name] !== undefined && this.#value[name] !== null;
  }

  text(name: string, most: number, least = 1): string {
    const value = this.#value[name];
    if (typeof value !== 'string') throw this.#wrong(name);
    // The null letter and half letters are what no database column takes.
    const text = value.replaceAll('\0', '').replace(/\p{Cs}/gu, '').normalize('NFC').trim();
    if (text.length < least || text.length > most) throw this.#wrong(name);
    return text;
  }

  /** A secret is neither trimmed nor bounded from below: a wrong one is wrong, not malformed. */
  secret(name: string): string {
    const value = this.#value[name];
    if (typeof value !== 'string' || value.length > 1000) throw this.#wrong(name);
    return value;
  }

  count(name: string, most: number, least = 0): number {
    const value = this.#value[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) throw this.#wrong(name);
    return value;
  }

  flag(name: string): boolean {
    const value = this.#value[name] ?? false;
    if (typeof value !== 'boolean') throw this.#wrong(name);
    return value;
  }

  list(name: string, most: number): readonly unknown[] {
    const value = this.#value[name];
    if (!Array.isArray(value) || value.length > most) throw this.#wrong(name);
    return value;
  }

  texts(name: string, most: number, longest: number): readonly string[] {
    return this.list(name, most).map((one) => new Members({ [name]: one }).text(name, longest));
  }

  members(name: string): Members {
    return new Members(this.#value[name]);
  }

  #wrong(name: string): Problem {
    return new Problem(400, 'request.malformed', { what: name });
  }
}
