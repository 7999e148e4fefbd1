// Reads what stands on a printed slip or card, however it comes: scanned, opened as a link, or typed by hand.

/** `slip`: an officer's paper for a first sign-in · `card`: a household's card. `code` is `<commune>.<secret>`, as sign-in takes it. */
export interface Paper {
  readonly kind: 'slip' | 'card';
  readonly code: string;
}

const PATHS = { vao: 'slip', the: 'card' } as const;

/**
 * Reads a link or a typed code; `asked` says which paper a bare code is taken for.
 * Null where it is neither. Blanks, dashes between groups and a trailing full stop are forgiven, and so is
 * the case of letters: secrets are printed in capitals without look-alikes.
 */
export function readPaper(text: string, asked: Paper['kind']): Paper | null {
  const link = /#\/(vao|the)\/([^\s?#]+)/u.exec(text);
  const kind = link ? PATHS[link[1] as keyof typeof PATHS] : asked;
  const bare = (link ? decodeURIComponent(link[2]!) : text).replace(/[\s\u00a0\u2010-\u2015-]+/gu, '').replace(/\.+$/u, '');
  const match = /^(\d{5})[.,:/]?([0-9A-Za-z]{12})$/u.exec(bare);
  if (!match) return null;
  return { kind, code: `${match[1]}.${match[2]!.toUpperCase()}` };
}

/** A code as people read it aloud and type it: `23538.K7M2-9QXP-4TRB`. */
export function spaced(code: string): string {
  const [commune, secret] = code.split('.', 2);
  return secret === undefined ? code : `${commune}.${secret.match(/.{1,4}/gu)?.join('-') ?? secret}`;
}
