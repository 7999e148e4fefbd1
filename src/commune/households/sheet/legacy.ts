// Reads Vietnamese text written in TCVN3 (ABC), in VNI, or as UTF-8 taken for Windows-1252, back into Unicode.
import { isSyllable } from './syllable.ts';

/**
 * What garbled letters really are. Before Unicode, fonts showed Latin-1 codes as Vietnamese letters; pasted into
 * a spreadsheet the codes stay what they are: `NguyÔn V¨n` (TCVN3), `Nguyeãn Vaên` (VNI). `twice`: a UTF-8 file
 * opened as Windows-1252 and saved again.
 */
export type LegacyCode = 'tcvn3' | 'vni' | 'twice';
export const LEGACY_CODES: readonly LegacyCode[] = ['tcvn3', 'vni', 'twice'];

/** TCVN 5712:1993, the letters the ABC fonts had; checked against the C library's TCVN5712-1. */
const TCVN3 = new Map(pairs(
  '¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể Ôễ Õế Öệ '
  + '×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ',
));

/** VNI-Windows: a base letter and a letter standing for its marks. */
const VNI_MARKS: Readonly<Record<string, string>> = {
  a: 'ùá øà ûả õã ïạ êă éắ èằ úẳ üẵ ëặ ââ áấ àầ åẩ ãẫ äậ',
  e: 'ùé øè ûẻ õẽ ïẹ âê áế àề åể ãễ äệ',
  o: 'ùó øò ûỏ õõ ïọ âô áố àồ åổ ãỗ äộ',
  ô: 'ùớ øờ ûở õỡ ïợ',
  u: 'ùú øù ûủ õũ ïụ',
  ö: 'ùứ øừ ûử õữ ïự',
  y: 'ùý øỳ ûỷ õỹ',
};
const VNI_ALONE = 'ôơ öư ñđ íí ìì æỉ óĩ òị îỵ';
const VNI_PAIRS = new Map<string, string>();
for (const [base, marks] of Object.entries(VNI_MARKS)) {
  for (const [mark, letter] of pairs(marks)) {
    VNI_PAIRS.set(base + mark, letter);
    // A capital is often followed by the small mark: `Aùnh`.
    VNI_PAIRS.set(base.toUpperCase() + mark.toUpperCase(), letter.toUpperCase());
    VNI_PAIRS.set(base.toUpperCase() + mark, letter.toUpperCase());
  }
}
const VNI_SINGLE = new Map<string, string>([...pairs(VNI_ALONE)].flatMap(([from, to]) => [[from, to], [from.toUpperCase(), to.toUpperCase()]]));

/** Windows-1252 letters of the bytes 80 to 9F; the five it leaves empty stay control codes. */
const HIGH_1252 = new Map([...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((letter, i) => [letter, 0x80 + i]));

function* pairs(list: string): Generator<[string, string]> {
  for (const pair of list.split(' ')) if (pair) yield [[...pair][0]!, [...pair][1]!];
}

/** Letters of Latin-1 that have no business in running text of any code here are let through; letters are not. */
const PASSING = new Set('\u00a0°–—‘’“”…');
const isPlain = (letter: string): boolean => letter.charCodeAt(0) < 0x80 || PASSING.has(letter);

/** The text in Unicode, or undefined where it cannot be of that code. */
export function decode(text: string, code: LegacyCode): string | undefined {
  const letters = code === 'tcvn3' ? fromTcvn3(text) : code === 'vni' ? fromVni(text) : fromTwice(text);
  return letters?.normalize('NFC');
}

function fromTcvn3(text: string): string | undefined {
  let out = '';
  for (const letter of text) {
    const read = TCVN3.get(letter) ?? (isPlain(letter) ? letter : undefined);
    if (read === undefined) return undefined;
    out += read;
  }
  return recase(text, out);
}

/**
 * The ABC fonts had no capital letters with marks: people typed the small ones in a capitals font, or among
 * ASCII capitals. `NGUYÔN` → `NGUYỄN`, `Bïi V¨n ¸nh` → `Bùi Văn Ánh`.
 */
function recase(text: string, read: string): string {
  // One letter became one letter, all of them one unit long: the words of both stand at the same places.
  const out = read.split('');
  const words = [...text.matchAll(/[^\s.,;:()/"+-]+/gu)];
  // `LÖ` alone may be LỆ or Lệ: it takes two capitals to tell.
  const shouting = (text.match(/[A-Z]/gu)?.length ?? 0) > 1 && !/[a-z]/u.test(text);
  const named = words.filter((word) => /^[A-Z\u00a1-\u00a7]/u.test(word[0])).length > 1 && words.every((word) => !/^[a-z]/u.test(word[0]));
  for (const word of words) {
    const start = word.index;
    const length = word[0].length;
    for (let i = start; i < start + (shouting ? length : named ? 1 : 0); i++) out[i] = out[i]!.toUpperCase();
  }
  return out.join('');
}

function fromVni(text: string): string | undefined {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const pair = VNI_PAIRS.get(text.slice(i, i + 2));
    const single = VNI_SINGLE.get(text[i]!) ?? (isPlain(text[i]!) ? text[i]! : undefined);
    if (pair === undefined && single === undefined) return undefined;
    out += pair ?? single!;
    if (pair !== undefined) i += 1;
  }
  return out;
}

function fromTwice(text: string): string | undefined {
  const bytes: number[] = [];
  // A no-break space after Ã is the second half of `à`; spreadsheets sometimes make it a plain one.
  for (const letter of text.replace(/Ã /gu, 'Ã\u00a0')) {
    const code = letter.codePointAt(0)!;
    const byte = HIGH_1252.get(letter) ?? (code < 0x100 ? code : undefined);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return utf8(bytes);
}

/** UTF-8 by hand, as the pure rooms have no TextDecoder; undefined where it is not UTF-8. */
function utf8(bytes: readonly number[]): string | undefined {
  let out = '';
  for (let i = 0; i < bytes.length; i++) {
    const first = bytes[i]!;
    const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : -1;
    if (more < 0) return undefined;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let k = 0; k < more; k++) {
      const next = bytes[++i];
      if (next === undefined || (next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    out += String.fromCodePoint(point);
  }
  return out;
}

/** A no-break space does not part words here: it is the second half of a garbled `à`. */
const WORDS = /[^ \t\r\n.,;:()/"+\d-]+/gu;
const isGarbled = (word: string): boolean => /[^\u0000-\u007f]/u.test(word);

/** Words that make sense only as read in the code, and words that make sense only as they stand. */
export function evidence(texts: readonly string[], code: LegacyCode): { readonly pro: number; readonly con: number; readonly of: number } {
  let pro = 0;
  let con = 0;
  let of = 0;
  for (const text of texts) {
    for (const [word] of text.matchAll(WORDS)) {
      if (!isGarbled(word)) continue;
      of += 1;
      const stands = isSyllable(word);
      const decoded = decode(word, code);
      const reads = decoded !== undefined && isSyllable(decoded);
      if (reads && !stands) pro += 1;
      else if (stands && !reads) con += 1;
    }
  }
  return { pro, con, of };
}

/** The code a column of texts is written in; null: it is Unicode, or has nothing to tell by. */
export function codeOf(texts: readonly string[]): LegacyCode | null {
  let best: { code: LegacyCode; lead: number } | null = null;
  for (const code of LEGACY_CODES) {
    const { pro, con, of } = evidence(texts, code);
    // Names of peoples of the highlands follow no Vietnamese spelling: a few odd words prove nothing.
    if (pro === 0 || pro <= 2 * con || pro < of * 0.3) continue;
    if (!best || pro - con > best.lead) best = { code, lead: pro - con };
  }
  return best?.code ?? null;
}

/** One cell of a column in that code. Cells pasted in later in Unicode stay as they are. */
export function readAs(text: string, code: LegacyCode | null): string {
  if (code === null || !isGarbled(text)) return text;
  const decoded = decode(text, code);
  if (decoded === undefined) return text;
  const { pro, con } = evidence([text], code);
  return con > pro ? text : decoded;
}
