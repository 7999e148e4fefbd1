// Reads single values as villages write them: years and days of birth, sex, relation, numbers, telephones, languages.
import { isDay } from '../../places/days.ts';
import type { Day, Language } from '../../places/rows.ts';
import type { Relation } from '../rows.ts';
import { bare, textOf, type Cell } from './cell.ts';
import type { Dates } from './mapping.ts';

/** A value read, or why not; `doubt` is a code for "taken, but please look". */
export type Value<T> = { readonly value: T; readonly doubt?: string } | { readonly wrong: string };

const OLDEST = 1900;
/** Spreadsheets count days from 30 December 1899. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);

export interface BornReading {
  readonly today: Day;
  readonly dates: Dates;
}

/**
 * Year or day of birth: `1985`, `5/3/1985`, `05.03.85`, `3/1985`, `00/00/1985`, `khoảng 1985`, a date cell, a date that
 * lost its format. Answers YYYY or YYYY-MM-DD.
 */
export function readBorn(cell: Cell | undefined, how: BornReading): Value<string | null> {
  const text = textOf(cell);
  if (text === '') return { value: null };
  if (typeof cell === 'object' && cell !== null) return 'day' in cell ? past(how.dates === 'turned' ? turned(cell.day) : cell.day, how) : { wrong: 'born.unreadable' };
  if (typeof cell === 'number') return bornOfNumber(cell, how);
  return bornOfText(text, how);
}

function past(value: string, how: BornReading, doubt?: string): Value<string> {
  const year = Number(value.slice(0, 4));
  if (value > how.today) return { wrong: 'born.future' };
  if (year < OLDEST) return { wrong: 'born.too-old' };
  return doubt === undefined ? { value } : { value, doubt };
}

/** Day and month change places where that makes a day. */
function turned(day: Day): Day {
  const other = `${day.slice(0, 4)}-${day.slice(8, 10)}-${day.slice(5, 7)}`;
  return isDay(other) ? other : day;
}

function bornOfNumber(number: number, how: BornReading): Value<string> {
  const thisYear = Number(how.today.slice(0, 4));
  if (Number.isInteger(number) && number >= OLDEST && number <= thisYear) return { value: String(number) };
  // 6,000 is a day of 1916; smaller numbers are more likely an age, or a slip of the hand.
  if (number >= 6_000 && number < 80_000) return past(new Date(SERIAL_ZERO + Math.floor(number) * 86_400_000).toISOString().slice(0, 10), how, 'born.serial');
  if (/^\d{7,8}$/.test(String(number))) return bornOfText(String(number).padStart(8, '0').replace(/^(\d\d)(\d\d)(\d{4})$/, '$1/$2/$3'), how);
  return { wrong: 'born.unreadable' };
}

function bornOfText(raw: string, how: BornReading): Value<string> {
  const guessed = /^(khoảng|~|chừng|kh\.|k\.|\?)|\?$/iu.test(raw);
  const text = raw.replace(/^(sinh|năm|ngày|ns|sn|khoảng|chừng|kh\.|k\.|~|\?)[\s.:]*/iu, '').replace(/^(năm|ngày)\s*/iu, '')
    .replace(/\s*(\(.*\)|\?|âm lịch|al)$/iu, '').replace(/\s*(tháng|năm)\s*/giu, '/').replace(/\s*([/.-])\s*/gu, '$1').trim();
  const doubt = guessed ? 'born.about' : undefined;
  const iso = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T].*)?$/u.exec(text);
  if (iso) return wholeDay(iso[1]!, iso[2]!, iso[3]!, how, doubt);
  const year = /^(\d{4})(?:[.,]0+)?$/u.exec(text) ?? /^\d{1,2}[/.-](\d{4})$/u.exec(text);
  if (year) return past(year[1]!, how, doubt);
  const parts = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?: .*)?$/u.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/u.exec(text);
  if (!parts) return /^\d{5}$/u.test(text) ? bornOfNumber(Number(text), how) : { wrong: 'born.unreadable' };
  const [, first, second, last] = parts as unknown as [string, string, string, string];
  const short = last.length === 2;
  const full = short ? century(last, how.today) : last;
  const [dayPart, monthPart] = how.dates === 'month-first' ? [second, first] : [first, second];
  const read = wholeDay(full, monthPart, dayPart, how, short ? 'born.short-year' : doubt);
  if (!('wrong' in read) || read.wrong !== 'born.unreadable') return read;
  // 03/25/1985 can only be the 25th of March.
  return Number(monthPart) > 12 && Number(dayPart) <= 12 ? wholeDay(full, dayPart, monthPart, how, 'born.other-order') : read;
}

/** Two figures of a year mean the last hundred years. */
function century(two: string, today: Day): string {
  const now = Number(today.slice(0, 4));
  const base = now - (now % 100);
  return String(base + Number(two) > now ? base - 100 + Number(two) : base + Number(two));
}

function wholeDay(year: string, month: string, day: string, how: BornReading, doubt?: string): Value<string> {
  if (Number(year) < OLDEST) return { wrong: 'born.too-old' };
  // A family that knows only the year: 00/00/1985, 0/3/1985.
  if (Number(month) === 0 || Number(day) === 0) return past(year, how, doubt);
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(value) ? past(value, how, doubt) : { wrong: 'born.unreadable' };
}

/** What a text date can only be, for telling the order of a whole column. */
export function orderOf(cell: Cell | undefined): 'day-first' | 'month-first' | 'date-low' | null {
  if (typeof cell === 'object' && cell !== null && 'day' in cell) return Number(cell.day.slice(8, 10)) <= 12 ? 'date-low' : 'day-first';
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}$/u.exec(textOf(cell).replace(/\s/gu, ''));
  if (!parts) return null;
  if (Number(parts[1]) > 12 && Number(parts[2]) <= 12) return 'day-first';
  return Number(parts[2]) > 12 && Number(parts[1]) <= 12 ? 'month-first' : null;
}

export type Sex = 'm' | 'f';

export function readSex(cell: Cell | undefined): Value<Sex | null> {
  const text = textOf(cell).toLowerCase();
  if (text === '' || text === '-') return { value: null };
  if (/^(nam|trai|m|male|ông)\.?$/u.test(text)) return { value: 'm' };
  if (/^(nữ|nư|nử|nu|gái|f|female|bà)\.?$/u.test(text)) return { value: 'f' };
  return { wrong: 'sex.unreadable' };
}

/** Relations by their words without marks; where the word also says the sex, so it does here. */
const RELATION_WORDS: readonly (readonly [RegExp, Relation, Sex | null])[] = [
  [/^(chu ho|ch|chu|ban than|chu gia dinh|chu ho gia dinh|ban than chu ho)$/, 'head', null],
  [/^(vo|v|vo chu ho|ba xa)$/, 'spouse', 'f'],
  [/^(chong|chong chu ho)$/, 'spouse', 'm'],
  [/^(vo chong|chong vo)$/, 'spouse', null],
  [/^(con )?(dau|re)\b.*$/, 'other', null],
  [/^(bo|me|cha|ba|ma) (vo|chong|nuoi)$/, 'other', null],
  [/^(em|anh|chi) (vo|chong|dau|re)$/, 'other', null],
  [/^con (trai|de trai|trai .*)$/, 'child', 'm'],
  [/^con (gai|de gai|gai .*)$/, 'child', 'f'],
  [/^(con|c)( (de|ruot|nuoi|chung|rieng|ca|ut|dau long|thu .*|\d+))?$/, 'child', null],
  [/^(bo|cha|bo de|cha de|bo ruot|cha ruot|bo chu ho)$/, 'parent', 'm'],
  [/^(me|ma|me de|me ruot|me chu ho)$/, 'parent', 'f'],
  [/^(bo me|cha me)$/, 'parent', null],
  [/^chau (ruot|ho|goi .*|dau|re|vo|chong)$/, 'other', null],
  [/^chau( (noi|ngoai|trai|gai|dich ton))*$/, 'grandchild', null],
  [/^chat$/, 'other', null],
  [/^ong( (noi|ngoai))?$/, 'grandparent', 'm'],
  [/^ba( (noi|ngoai))?$/, 'grandparent', 'f'],
  [/^ong ba$/, 'grandparent', null],
  [/^(anh|anh trai|anh ruot|em trai)$/, 'sibling', 'm'],
  [/^(chi|chi gai|chi ruot|em gai)$/, 'sibling', 'f'],
  [/^(em|em ruot|anh em|anh chi em)$/, 'sibling', null],
  [/^(khac|o nho|nguoi khac|nguoi o nho|co|di|chu bac|bac|cau|mo|thim|duong|nguoi than|ho hang)$/, 'other', null],
];

/** `null` value: nothing said. An unknown word is taken as "other", with a doubt. */
export function readRelation(cell: Cell | undefined): Value<{ readonly relation: Relation; readonly sex: Sex | null } | null> {
  const text = textOf(cell);
  if (text === '' || text === '-') return { value: null };
  // `chú` (uncle) and `chủ` (head), `má` and `mà`, are one word without marks.
  if (/^chú$/iu.test(text)) return { value: { relation: 'other', sex: 'm' } };
  const word = bare(text).replace(/^la /, '').replace(/ (chu ho|cua chu ho|voi chu ho)$/, (end, _n, at: number) => (at === 0 ? end : ''));
  for (const [pattern, relation, sex] of RELATION_WORDS) if (pattern.test(word)) return { value: { relation, sex } };
  return { value: { relation: 'other', sex: null }, doubt: 'relation.unknown' };
}

/** Number in the village's register as written: `12`, `012A`, `Hộ 12`, `12.0`. */
export function readNumber(cell: Cell | undefined): Value<string | null> {
  const text = textOf(cell);
  if (text === '') return { value: null };
  const number = text.replace(/^(hộ|số|ho|so|hộ số|số hộ)\s*[.:]?\s*(?=\d)/iu, '').replace(/^(\d+)[.,]0+$/u, '$1').replace(/[.:)]+$/u, '').replace(/\s+/gu, '');
  return /\d/u.test(number) && number.length <= 20 && /^[\p{L}\p{N}/._-]+$/u.test(number) ? { value: number } : { wrong: 'number.unreadable' };
}

/** What two spellings of one number share: `012a` and `12A` are one household. */
export const numberKey = (no: string): string => no.toUpperCase().replace(/^0+(?=\d)/u, '');

/** A telephone as it is called: the zero that spreadsheets eat is put back; of several the first is taken. */
export function readPhone(cell: Cell | undefined): Value<string | null> {
  const text = textOf(cell);
  if (text === '' || /^(không|khong|ko|k|0|-)( có)?$/iu.test(text)) return { value: null };
  const several = text.split(/[;,/]|\s-\s|\shoặc\s/u).map((one) => one.replace(/[^\d+]/gu, '')).filter((one) => one.length > 0);
  const digits = (several[0] ?? '').replace(/^\+?84(?=\d{9}$)/u, '0');
  const whole = /^[1-9]\d{8}$/u.test(digits) ? `0${digits}` : digits;
  if (!/^0\d{9,10}$/u.test(whole)) return { wrong: 'phone.unreadable' };
  return several.length > 1 ? { value: whole, doubt: 'phone.several' } : { value: whole };
}

/** A count of people, from a number or its text. */
export function readCount(cell: Cell | undefined): Value<number | null> {
  const text = textOf(cell);
  if (text === '') return { value: null };
  const count = /^(\d{1,3})([.,]0+)?(\s*(người|khẩu|nk))?$/iu.exec(text);
  return count ? { value: Number(count[1]) } : { wrong: 'count.unreadable' };
}

/** Codes of the languages named most in sheets of the highlands; others stay as they are named. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  'kinh': 'vi', 'viet': 'vi', 'pho thong': 'vi', 'gia rai': 'jra', 'jrai': 'jra', 'xo dang': 'sed', 'ba na': 'bdq', 'bahnar': 'bdq', 'e de': 'rad', 'rade': 'rad',
};

export function readLanguage(cell: Cell | undefined): Value<Language | null> {
  const text = textOf(cell).replace(/^tiếng\s+/iu, '');
  if (text === '') return { value: null };
  const known = LANGUAGES[bare(text)];
  if (known) return { value: known };
  return text.length <= 40 && /^[\p{L}\p{M}][\p{L}\p{M}\p{N} '’ʼ().-]*$/u.test(text) ? { value: text } : { wrong: 'language.unreadable' };
}

/** A name without the numbering and bullets before it. `long` and `odd` are for the person to see. */
export function readName(cell: Cell | undefined): Value<string | null> {
  const text = textOf(cell).replace(/^(\d{1,3}\s*[.)/-]|[-–+*•])\s*/u, '').replace(/^(ông|bà)\s*[:.]\s*/iu, '').replace(/[,;.]+$/u, '').trim();
  if (text === '' || text === '-') return { value: null };
  if (typeof cell === 'object') return { wrong: 'name.unreadable' };
  if (text.length > 80) return { wrong: 'text.long' };
  if (!/\p{L}/u.test(text)) return { wrong: 'name.unreadable' };
  return /\d/u.test(text) || text.length < 2 ? { value: text, doubt: 'name.odd' } : { value: text };
}
