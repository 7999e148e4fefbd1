// An answer that is not what was asked for: a code for the program, a Vietnamese sentence for the person.
import { words, type ProblemCode } from './problem-words.ts';

export type Params = Readonly<Record<string, string | number>>;

/** Thrown anywhere under a door; the door answers `{error: {code, params, message}}` with its status. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly params: Params;
  /** Seconds to wait before asking again, where waiting helps. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: ProblemCode, params: Params = {}, retryAfter?: number) {
    super(words(code, params));
    this.status = status;
    this.code = code;
    this.params = params;
    this.retryAfter = retryAfter;
  }
}

/** The body of an error answer, as docs/PROTOCOL.md gives it. */
export const problemBody = (code: string, params: Params, message: string) => ({ error: { code, params, message } });
