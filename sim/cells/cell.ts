// One authorisation cell: what is tried by which way, and what went wrong with it, in a sentence; nothing where it is as the table says.
import type { Stage } from './stage.ts';

export interface Cell {
  readonly way: 'http' | 'sql' | 'forged';
  /** `promise.claim volunteer keeper` */
  readonly name: string;
  /** Answers what is not as the table says. */
  run(stage: Stage): Promise<string | null>;
}
