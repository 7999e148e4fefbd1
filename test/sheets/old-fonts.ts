// Writes Vietnamese in TCVN3 and VNI as the old fonts had it, for sheets to read back; made apart from the reader's tables.

/** Codes of TCVN3 (ABC) in the order of `LETTERS`. */
const LETTERS = 'ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ';
const TCVN3_HEX = 'a8 a9 aa ab ac ad ae b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb cc ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe';
const CAPITALS = new Map([...'ĂÂÊÔƠƯĐ'].map((letter, i) => [letter, String.fromCharCode(0xa1 + i)]));
const SMALL = new Map(TCVN3_HEX.split(' ').map((code, i) => [[...LETTERS][i]!, String.fromCharCode(Number.parseInt(code, 16))]));

/** Capitals with marks were typed as small ones, in a font of capitals. */
export const toTcvn3 = (text: string): string =>
  [...text.normalize('NFC')].map((letter) => CAPITALS.get(letter) ?? SMALL.get(letter) ?? SMALL.get(letter.toLowerCase()) ?? letter).join('');

/** Marks over a vowel in VNI: for the plain vowel, with a breve, with a circumflex. */
const PLAIN: Readonly<Record<string, string>> = { '\u0300': 'ø', '\u0301': 'ù', '\u0309': 'û', '\u0303': 'õ', '\u0323': 'ï', '': '' };
const BREVE: Readonly<Record<string, string>> = { '\u0300': 'è', '\u0301': 'é', '\u0309': 'ú', '\u0303': 'ü', '\u0323': 'ë', '': 'ê' };
const ROOF: Readonly<Record<string, string>> = { '\u0300': 'à', '\u0301': 'á', '\u0309': 'å', '\u0303': 'ã', '\u0323': 'ä', '': 'â' };
const ALONE: Readonly<Record<string, string>> = { í: 'í', ì: 'ì', ỉ: 'æ', ĩ: 'ó', ị: 'ò', ỵ: 'î', đ: 'ñ' };

function vniLetter(letter: string): string {
  const alone = ALONE[letter];
  if (alone !== undefined) return alone;
  const [base = '', ...marks] = letter.normalize('NFD');
  const tone = marks.find((mark) => mark in PLAIN && mark !== '') ?? '';
  if (marks.includes('\u0306')) return base + BREVE[tone]!;
  if (marks.includes('\u0302')) return base + ROOF[tone]!;
  if (marks.includes('\u031b')) return (base === 'o' ? 'ô' : 'ö') + PLAIN[tone]!;
  return base + (PLAIN[tone] ?? '');
}

export const toVni = (text: string): string => [...text.normalize('NFC')].map((letter) => {
  const small = letter.toLowerCase();
  const written = vniLetter(small);
  return letter === small ? written : written.toUpperCase();
}).join('');

/** A UTF-8 file opened as Windows-1252 and saved as a workbook. */
export const toTwice = (text: string): string => new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'));

/** Windows-1258: vowels with their roof or horn have a code, tones follow as letters of their own. */
export function to1258(text: string): Buffer {
  const codes = new Map<string, number>();
  const decoder = new TextDecoder('windows-1258');
  for (let byte = 255; byte >= 0; byte--) codes.set(decoder.decode(Uint8Array.of(byte)), byte);
  const bytes: number[] = [];
  for (const letter of text.normalize('NFC')) {
    const whole = codes.get(letter);
    if (whole !== undefined) {
      bytes.push(whole);
      continue;
    }
    const parts = [...letter.normalize('NFD')];
    const tone = parts.find((part) => '\u0300\u0301\u0303\u0309\u0323'.includes(part));
    const base = parts.filter((part) => part !== tone).join('').normalize('NFC');
    for (const part of [base, tone]) {
      const byte = part === undefined ? undefined : codes.get(part);
      if (byte === undefined) throw new Error(`windows-1258 has no ${letter}`);
      bytes.push(byte);
    }
  }
  return Buffer.from(bytes);
}
