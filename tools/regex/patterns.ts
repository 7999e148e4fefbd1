// Every regular expression of the product's sources: literals found by the parser, and the places that build one.
import { parseAst } from 'vite';
import type { Source } from '../tidy/rules.ts';

export interface Pattern {
  /** `src/…/file.ts:12` */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
}

function walk(node: unknown, see: (node: Node) => void): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) walk(one, see);
    return;
  }
  if (typeof (node as Node).type === 'string') see(node as Node);
  for (const value of Object.values(node)) walk(value, see);
}

/** Literals with their place; `built`: places where one is made from a text. */
export function patternsIn({ path, text }: Source): { readonly literals: readonly Pattern[]; readonly built: readonly string[] } {
  const literals: Pattern[] = [];
  const built: string[] = [];
  const at = (start: number): string => `${path}:${text.slice(0, start).split('\n').length}`;
  walk(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), (node) => {
    if (node.regex) literals.push({ at: at(node.start), source: node.regex.pattern, flags: node.regex.flags });
    else if ((node.type === 'NewExpression' || node.type === 'CallExpression') && node.callee?.name === 'RegExp') built.push(path);
  });
  return { literals, built };
}
