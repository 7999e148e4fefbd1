// Why something was not taken, in plain words: every code of the book, of the doors and of this phone, in every language.
import type { Refusal } from '#journal/act.ts';
import { REFUSALS, type Param, type RefusalCode } from '#commune/refusals.ts';
import type { Book } from '#phone/book.ts';
import { here } from '#phone/parts/here.ts';
import { f } from './field.ts';
import { bytesText, countText, dayText } from './format.ts';
import { words as doorVi } from './refusals-door.vi.ts';
import { words as termsVi } from './refusal-terms.vi.ts';
import { words as vi } from './refusals.vi.ts';
import type { About, RefusalWord, RefusalWords } from './refusal-words.ts';
import { shelfOf, wordbook } from './words.ts';

const book = shelfOf<Readonly<Record<string, RefusalWord>>>('refusals', vi);
const doors = shelfOf<Readonly<Record<string, RefusalWord>>>('refusals-door', doorVi);
const term = wordbook('refusal-terms', termsVi);

const termOf = (group: string, value: string, fallback: string): string => {
  const key = `${group}.${value}`;
  return key in termsVi ? term(key as 'field.on') : fallback;
};

/** `heard.2.words` is about words. */
const fieldText = (path: string): string => termOf('field', path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '', path);
const roleText = (role: string): string => (['officer', 'head', 'volunteer', 'supervisor', 'household', 'viewer'].includes(role) ? f(`role.${role}` as 'role.head').toLowerCase() : role);

function householdText(open: Book | null, id: string): string {
  const line = open?.lines.value.find((one) => one.id === id);
  return line ? f('household.of', line.no, line.head) : term('household.unknown');
}

/** One value as a person reads it. */
export function shown(kind: Param | undefined, value: string | number): string {
  const open = here.value?.book ?? null;
  const text = String(value);
  switch (kind) {
    case 'person': return open?.people.value.get(text)?.body.name ?? term('person.unknown');
    case 'household': return householdText(open, text);
    case 'village': return open?.villages.value.find((one) => one.id === text)?.body.name ?? term('village.unknown');
    case 'day': return dayText(text);
    case 'role': return roleText(text);
    case 'roles': return text.split(' ').map(roleText).join(', ');
    case 'purpose': return termOf('purpose', text, text);
    case 'asked': return termOf('asked', text, text);
    case 'state': return termOf('state', text, text);
    case 'step': return termOf('step', text, text);
    case 'field': return fieldText(text);
    case 'problem': return termOf('problem', text, text);
    case 'number': return countText(Number(value));
    default: return typeof value === 'number' ? (value > 99_999 ? bytesText(value) : countText(value)) : text;
  }
}

/** The words of a refusal; a code nobody foresaw is shown as it is, with whom to ask. */
export function refusalWords({ code, params = {} }: Refusal): RefusalWords {
  const word = book.value[code] ?? doors.value[code] ?? (vi as Record<string, RefusalWord>)[code] ?? (doorVi as Record<string, RefusalWord>)[code] ?? doors.value['unknown']!;
  const kinds: Readonly<Record<string, Param>> = code in REFUSALS ? REFUSALS[code as RefusalCode].params : {};
  const about: About = (name) => (name === 'code' ? code : params[name] === undefined ? '…' : shown(kinds[name], params[name]));
  const words = typeof word === 'function' ? word(about) : word;
  const law = code in REFUSALS ? (REFUSALS[code as RefusalCode] as { readonly law?: string }).law : undefined;
  return words.law !== undefined || law === undefined ? words : { ...words, law };
}
