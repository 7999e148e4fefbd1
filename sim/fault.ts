// What a planted fault is: a change of the real code, and the law that must then be seen broken.
import type { Code } from './code.ts';
import type { Knobs } from './knobs.ts';
import type { Edit } from './mutate.ts';

export interface Fault {
  readonly name: string;
  /** The law it breaks; where one fault shows itself in several ways, all of them. */
  readonly laws: readonly string[];
  readonly edits: readonly Edit[];
  /** For faults outside the journal: small functions put in the place of the real ones. */
  readonly swap?: (code: Code) => Partial<Code>;
  readonly knobs?: Partial<Knobs>;
}
