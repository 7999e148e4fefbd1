// Why a file cannot be read at all; the door says it in a sentence with what to do.
import type { ProblemCode } from '../problem-words.ts';

export type FileCode = Extract<ProblemCode, `file.${string}`>;

export class FileRefused extends Error {
  readonly code: FileCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: FileCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
