// Household numbers as people say them: "1-20, 25, 30A" picks those houses of the register.

export type Ranges = { readonly picks: (no: string) => boolean } | { readonly unclear: string };

interface HouseNumber {
  readonly digits: number;
  readonly letter: string;
}

function numberOf(text: string): HouseNumber | null {
  const match = /^0*(\d{1,6})([a-z]?)$/u.exec(text.trim().toLowerCase());
  return match ? { digits: Number(match[1]), letter: match[2]! } : null;
}

/**
 * Reads a list of numbers and spans. `1-20` takes in 12A too; `25` takes 25 and 025 but not 25B.
 * Where a piece cannot be read, `unclear` is that piece, to be shown to the person.
 */
export function readRanges(text: string): Ranges {
  const tests: ((no: HouseNumber) => boolean)[] = [];
  const pieces = text.normalize('NFC').split(/[,;\n]+|\s+và\s+/u).map((piece) => piece.trim()).filter(Boolean);
  for (const piece of pieces) {
    const span = piece.split(/\s*(?:-|–|—|đến|tới|\bto\b)\s*/u);
    const from = numberOf(span[0] ?? '');
    const to = span.length === 1 ? from : numberOf(span[1] ?? '');
    if (!from || !to || span.length > 2 || to.digits < from.digits) return { unclear: piece };
    tests.push(span.length === 1
      ? (no) => no.digits === from.digits && no.letter === from.letter
      : (no) => no.digits >= from.digits && no.digits <= to.digits);
  }
  return {
    picks: (no) => {
      const own = numberOf(no);
      return own !== null && tests.some((test) => test(own));
    },
  };
}

/** Household numbers in the order people count: 2 before 10, 12 before 12A. */
export function byNumber(a: { readonly no: string }, b: { readonly no: string }): number {
  return a.no.localeCompare(b.no, 'vi', { numeric: true });
}

/** The shortest way to say these numbers, in order: `1–4, 7, 12–14, 12A`. Numbers with letters stand alone. */
export function sayNumbers(nos: readonly string[]): string {
  const plain = nos.filter((no) => /^\d+$/u.test(no)).map(Number).sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const no of plain) {
    const last = runs.at(-1);
    if (last && no <= last[1] + 1) last[1] = no;
    else runs.push([no, no]);
  }
  const said = runs.map(([from, to]) => ({ no: `${to}`, text: from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}` }));
  const odd = nos.filter((no) => !/^\d+$/u.test(no)).map((no) => ({ no, text: no }));
  return [...said, ...odd].sort(byNumber).map(({ text }) => text).join(', ');
}
