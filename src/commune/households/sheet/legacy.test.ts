// The old encodings: every letter of the alphabet there and back, known words, and what must be left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTcvn3, toTwice, toVni } from '../../../../test/sheets/old-fonts.ts';
import { homes } from '../../../../test/sheets/people.ts';
import { codeOf, decode, readAs, type LegacyCode } from './legacy.ts';
import { isSyllable } from './syllable.ts';

const ALPHABET = [...'aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ'];

describe('Legacy text: every letter of the Vietnamese alphabet comes back', () => {
  it('from VNI and from UTF-8 taken for Windows-1252, small and capital', () => {
    for (const letter of [...ALPHABET, ...ALPHABET.map((one) => one.toUpperCase())]) {
      expect(decode(toVni(letter), 'vni')).toBe(letter);
      expect(decode(toTwice(letter), 'twice')).toBe(letter);
    }
  });

  it('from TCVN3, whose fonts had capitals only without marks and Ă Â Ê Ô Ơ Ư Đ', () => {
    for (const letter of ALPHABET) expect(decode(toTcvn3(letter), 'tcvn3')).toBe(letter);
    for (const letter of 'ĂÂÊÔƠƯĐABCXY') expect(decode(toTcvn3(letter), 'tcvn3')).toBe(letter);
  });
});

describe('Legacy text: words as people have them in their sheets', () => {
  it.each<[string, LegacyCode, string]>([
    ['NguyÔn V¨n', 'tcvn3', 'Nguyễn Văn'], ['Hä vµ tªn', 'tcvn3', 'Họ và tên'], ['Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'tcvn3', 'Cộng hoà xã hội chủ nghĩa Việt Nam'],
    ['TRÇN THÞ H­¬NG', 'tcvn3', 'TRẦN THỊ HƯƠNG'], ['Bïi V¨n ¸nh', 'tcvn3', 'Bùi Văn Ánh'], ['§Æng ThÞ Thuû', 'tcvn3', 'Đặng Thị Thuỷ'],
    ['Nguyeãn Vaên', 'vni', 'Nguyễn Văn'], ['Hoï vaø teân', 'vni', 'Họ và tên'], ['COÄNG HOØA XAÕ HOÄI', 'vni', 'CỘNG HÒA XÃ HỘI'],
    ['Aùnh', 'vni', 'Ánh'], ['Ñaëng Thò Höôøng', 'vni', 'Đặng Thị Hường'], ['Quyønh', 'vni', 'Quỳnh'],
    ['Nguyá»…n VÄƒn', 'twice', 'Nguyễn Văn'], ['Äá»— Thá»‹', 'twice', 'Đỗ Thị'.normalize('NFC')],
  ])('%s in %s is %s', (text, code, means) => {
    // The last sample holds a control code that pictures of text leave out.
    expect(decode(text.replace('Äá»—', 'Ä\u0090á»—'), code)).toBe(means);
  });

  it.each<[readonly string[], LegacyCode | null]>([
    [['NguyÔn V¨n', 'TrÇn ThÞ Hoa'], 'tcvn3'], [['Nguyeãn Vaên', 'Traàn Thò Hoa'], 'vni'], [['Nguyá»…n VÄƒn'], 'twice'],
    [['Nguyễn Văn', 'Lê Thò', 'Trần Hoà'], null], [['Rơ Châm Hlĭk', 'Ksor H’Bươi', 'Siu Blêh'], null], [['Lê Thí', 'Bà Hoà', 'Vũ Nhó'], null], [['Nam', '1985'], null], [[], null],
    [['José Núñez', 'François'], null],
  ])('%j is told to be %s', (texts, code) => expect(codeOf(texts)).toBe(code));

  it('cells typed later in Unicode stay as they are in a column of TCVN3', () => {
    expect(readAs('Nguyễn Văn Đạt', 'tcvn3')).toBe('Nguyễn Văn Đạt');
    expect(readAs('12 Hai Ba Trung', 'tcvn3')).toBe('12 Hai Ba Trung');
  });
});

it('Legacy text: lists of people are told and read whole in each code (property)', () => {
  const seed = 20_261_123;
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), (n) => {
    const names = homes({ seed: n, count: 6, plain: true }).flatMap((home) => home.people.map((person) => person.name));
    for (const [code, write] of [['tcvn3', toTcvn3], ['vni', toVni], ['twice', toTwice]] as const) {
      const written = names.map(write);
      expect(codeOf(written)).toBe(code);
      expect(written.map((name) => readAs(name, code))).toEqual(names);
    }
    expect(codeOf(names)).toBe(null);
    expect(codeOf(names.map((name) => name.normalize('NFD')))).toBe(null);
  }), { seed, numRuns: 200, verbose: 1 });
});

describe('Syllables: what could be a Vietnamese word', () => {
  it.each(['Nguyễn', 'khuỷu', 'giếng', 'gì', 'quốc', 'thuở', 'ngoằn', 'nghiêng', 'Uyên', 'xoong', 'ước', 'yêu', 'QUỲNH'])('%s is one', (word) => expect(isSyllable(word)).toBe(true));
  it.each(['NguyÔn', 'V¨n', 'Vaên', 'Ksor', 'Hlĭk', 'càt', 'ngá»…n', 'áà', 'thị-', ''])('%s is none', (word) => expect(isSyllable(word)).toBe(false));
});
