// What a screen draws, without a browser: every element and part of it, down to where the next part would draw itself.
export interface Drawn {
  readonly type: unknown;
  readonly props: Readonly<Record<string, unknown>>;
}

const isDrawn = (one: unknown): one is Drawn => typeof one === 'object' && one !== null && 'type' in one && 'props' in one;

/** All of it, outermost first; what stands in a property counts as inside. */
export function drawn(one: unknown): readonly Drawn[] {
  if (Array.isArray(one)) return one.flatMap(drawn);
  return isDrawn(one) ? [one, ...Object.values(one.props).flatMap(drawn)] : [];
}

/** The words in it, in order. */
export function wordsIn(one: unknown): string {
  if (Array.isArray(one)) return one.map(wordsIn).join('');
  if (isDrawn(one)) return wordsIn(one.props['children']);
  return typeof one === 'string' || typeof one === 'number' ? String(one) : '';
}
