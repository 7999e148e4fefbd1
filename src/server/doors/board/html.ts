// HTML from templates in which every value is escaped unless it is HTML already.

/** A piece of HTML that is safe to stand in a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);

type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const textOf = (piece: Piece): string => {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  return Array.isArray(piece) ? piece.map(textOf).join('') : escapeHtml(String(piece));
};

/** Tagged template: `html\`<p>${name}</p>\`` escapes `name`; lists are joined; null, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((string, i) => string + (i < pieces.length ? textOf(pieces[i]) : '')).join(''));
}
