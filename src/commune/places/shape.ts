// What may stand in an act's body: bounded NFC text without control characters, ids, days, choices.
import * as z from 'zod/mini';
import type { Parsed } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import { isDay } from './days.ts';

// Compiled parsers need `new Function`, which the phone's content policy forbids and reports as an error.
z.config({ jitless: true });

/** What is wrong with a field: the screen has a sentence for each. */
export const PROBLEMS = ['missing', 'type', 'short', 'long', 'few', 'many', 'range', 'form', 'choice', 'control', 'unknown'] as const;
export type Problem = (typeof PROBLEMS)[number];

/** Zero-width marks come along when text is pasted from chats and sheets; nobody ever means them. */
const UNSEEN = /[\u00AD\u200B\u2060\uFEFF]/g;
/** Control characters, lone surrogates, and marks that turn the direction of text, so that it reads other than it is. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const FORBIDDEN_BUT_LINES = /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** One line as it is kept: NFC, single spaces, trimmed. */
export const oneLine = (text: string): string => text.normalize('NFC').replace(UNSEEN, '').replace(/[\t\r\n\p{Zs}]+/gu, ' ').trim();

/** Several lines as they are kept: NFC, each trimmed at its end, no more than one empty line in a row. */
export const manyLines = (text: string): string =>
  text.normalize('NFC').replace(UNSEEN, '').replace(/\r\n?/g, '\n').replace(/[\t\p{Zs}]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim();

/** One line of 1 to `max` letters (UTF-16 units after NFC). */
export const line = (max: number) => z.string().check(
  z.overwrite(oneLine), z.minLength(1), z.maxLength(max), z.refine((text) => !FORBIDDEN.test(text), { error: 'control' }));

/** Words of 1 to `max` letters, lines allowed. */
export const words = (max: number) => z.string().check(
  z.overwrite(manyLines), z.minLength(1), z.maxLength(max), z.refine((text) => !FORBIDDEN_BUT_LINES.test(text), { error: 'control' }));

/** Name of a row. No slash, as `kind/id` is its key; short, as it travels often. */
export const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$/));

export const day = z.string().check(z.refine(isDay, { error: 'form' }));

export const name = line(80);

/** A language's code or its name as people say it. */
export const language = z.string().check(
  z.overwrite(oneLine), z.minLength(1), z.maxLength(40), z.regex(/^[\p{L}\p{M}][\p{L}\p{M}\p{N} '’ʼ().-]*$/u));

export const list = <T extends z.core.$ZodType>(of: T, max: number, min = 0) => z.array(of).check(z.minLength(min), z.maxLength(max));

/** Optional and nullable: left out means unsaid. */
export const maybe = <T extends z.core.$ZodType>(of: T) => z.optional(z.nullable(of));

/** Parses, or refuses with `body.invalid` naming the first field that is wrong and what is wrong with it. */
export function parseAs<Out>(shape: z.ZodMiniType<Out>, raw: unknown): Parsed<Out> {
  const result = shape.safeParse(raw);
  if (result.success) return { body: result.data };
  const issue = result.error.issues[0]!;
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const field = path.map(String).join('.').slice(0, 80);
  const problem = problemOf(issue, raw);
  return refuse('body.invalid', { field, problem });
}

function problemOf(issue: z.core.$ZodIssue, raw: unknown): Problem {
  switch (issue.code) {
    case 'invalid_type':
      return at(raw, issue.path) === undefined ? 'missing' : 'type';
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? 'missing' : 'short';
      return issue.origin === 'array' ? 'few' : 'range';
    case 'too_big':
      if (issue.origin === 'string') return 'long';
      return issue.origin === 'array' ? 'many' : 'range';
    case 'invalid_value':
      return at(raw, issue.path) === undefined ? 'missing' : 'choice';
    case 'unrecognized_keys':
      return 'unknown';
    case 'custom':
      return PROBLEMS.find((problem) => problem === issue.message) ?? 'form';
    default:
      return 'form';
  }
}

function at(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value;
}
