// Names for two households side by side that nobody can mistake for each other, however alike they were written down.
import type { HouseholdRow } from '#commune/households/rows.ts';
import { h } from '#phone/words/house.ts';
import { e } from '#phone/words/meet.ts';

type Named = { readonly body: Pick<HouseholdRow['body'], 'no' | 'head'> };

/** What the buttons that keep the left and the right one say: by number; by head where the numbers are one; by side where all is one. */
export function keepNames(left: Named, right: Named): readonly [string, string] {
  const name = ({ body }: Named, side: string): string => {
    if (left.body.no !== right.body.no) return e('side.keep', body.no);
    return left.body.head === right.body.head ? h('side.keep.side', body.no, side) : e('side.keep.head', body.no, body.head);
  };
  return [name(left, h('side.left')), name(right, h('side.right'))];
}
