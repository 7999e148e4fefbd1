// Says one line of the audit as a sentence an officer understands; codes this build does not know are shown as they are.
import type { Json } from '#journal/act.ts';
import { words } from '#phone/words/watch.vi.ts';
import { w } from './watch-words.ts';

export interface AuditLine {
  readonly n: number;
  readonly at: number;
  readonly deed: boolean;
  readonly what: string;
  readonly person: string | null;
  readonly device: string | null;
  readonly about: Readonly<Record<string, Json>>;
}

/** How the sentence names ids. */
export interface Naming {
  person(id: string): string;
  village(id: string): string;
  /** Number of the household in the register, or null where it is not in this phone's book. */
  household(id: string): string | null;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const count = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
const ids = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : []);

/** More numbers than this are a count. */
const MOST_NUMBERS = 12;

function homesText(about: AuditLine['about'], naming: Naming): string {
  const homes = ids(about['households']);
  const numbers = homes.map((id) => naming.household(id)).filter((no) => no !== null);
  return homes.length === 0 || homes.length > MOST_NUMBERS || numbers.length < homes.length ? w('audit.homes', homes.length) : numbers.map((no) => w('audit.home', no)).join(', ');
}

type Saying = (about: AuditLine['about'], naming: Naming) => string;

const SAYINGS: Readonly<Record<string, Saying>> = {
  'rows': (about) => w('what.rows', count(about['rows']), w(about['from'] === 0 || about['from'] === null ? 'what.rows.whole' : 'what.rows.news')),
  'export': (about, naming) => w('what.export', naming.village(text(about['village'])), count(about['rows']), typeof about['second'] === 'string' ? naming.person(about['second']) : about['second']),
  'audit': (about) => w('what.audit', text(about['day'])),
  'login': (about, naming) => w('what.login', naming.person(text(about['of']))),
  'import.compared': (about) => w('what.import.compared', count(about['rows'])),
  'sign-in': (about) => w('what.sign-in', wayText(text(about['by']))),
  'sign-in.failed': (about, naming) => w('what.sign-in.failed', count(about['count']) ?? 1, about['for'] === undefined ? '' : naming.person(text(about['for']))),
  'denied': (about, naming) => w('what.denied', count(about['count']) ?? 1, naming.person(text(about['for']))),
  'book.restored': (about) => w('what.book.restored', count(about['made']), count(about['erased']) ?? 0),
  'slip.made': (about, naming) => w('what.slip.made', naming.person(text(about['for']))),
  'cards.made': (about, naming) => w('what.cards.made', homesText(about, naming)),
};

/** Words that need nothing but the code: `what.<code>` is enough for a new one. */
type Plain = { [K in keyof typeof words]: K extends `what.${infer Code}` ? (typeof words)[K] extends string ? Code : never : never }[keyof typeof words];
const isPlain = (code: string): code is Plain => typeof (words as Readonly<Record<string, unknown>>)[`what.${code}`] === 'string';

function wayText(by: string): string {
  switch (by) {
    case 'slip': case 'card': case 'founding': return w(`what.sign-in.${by}`);
    default: return w('what.sign-in.password');
  }
}

export function lineText(line: AuditLine, naming: Naming): string {
  const saying = SAYINGS[line.what];
  if (saying) return saying(line.about, naming);
  return isPlain(line.what) ? w(`what.${line.what}`) : w('what.other', line.what);
}

/** Whose households a reading was of, for the second line; empty where the sentence says it already. */
export const homesOf = (line: AuditLine, naming: Naming): string =>
  line.what === 'cards.made' || ids(line.about['households']).length === 0 ? '' : homesText(line.about, naming);

/** Who did it. */
export function whoText(line: AuditLine, naming: Naming): string {
  if (line.person !== null) return naming.person(line.person);
  return w(line.about['by'] === 'operator' ? 'audit.operator' : 'audit.nobody');
}
