// What was said at length in an act that lies in the tray: a family's words, and each promise with who keeps it and its due day.
import type { Act } from '#journal/act.ts';
import { bodyOf, wordsOf } from '#phone/today/act-line.ts';
import { dayText } from '#phone/words/format.ts';
import { shown } from '#phone/words/refusals.ts';

export interface SaidWords {
  readonly words: string;
  /** Label and value of what belongs to these words: who keeps the promise, by when. Empty for words alone. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

/** In the order it was said. A promise made by itself has its facts among the act's own fields. */
export function saidIn(act: Act): readonly SaidWords[] {
  const { promises } = bodyOf({ act });
  const promised = (Array.isArray(promises) ? promises : []).flatMap((one): readonly SaidWords[] => {
    const { what, keeper, dueOn } = one as { readonly what?: unknown; readonly keeper?: unknown; readonly dueOn?: unknown };
    if (typeof what !== 'string' || what === '') return [];
    return [{ words: what, facts: [
      ...(typeof keeper === 'string' ? [[shown('field', 'keeper'), shown('person', keeper)] as const] : []),
      ...(typeof dueOn === 'string' ? [[shown('field', 'dueOn'), dayText(dueOn)] as const] : []),
    ] }];
  });
  const all = wordsOf({ act });
  // The promises of a visit come last among its words.
  return [...all.slice(0, all.length - promised.length).map((words) => ({ words, facts: [] })), ...promised];
}
