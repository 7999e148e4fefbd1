// Values nobody should send, and ways to put them into something that was sound: seeded, so that a case can be had again.
import type { Chance } from '../../chance.ts';

type Value = unknown;

const long = (text: string, times: number): string => text.repeat(times);

/** Texts that have hurt readers of text somewhere: too long, of odd letters, or bait for a slow pattern. */
const TEXTS: readonly (() => string)[] = [
  () => '', () => ' ', () => '\0', () => 'a\0b', () => '\ud800', () => 'a\udfffb', () => '\ufeff', () => '\u202eabc', () => '\u200b'.repeat(50), () => long('e\u0301', 5_000),
  () => `a${'\u0301'.repeat(20_000)}`, () => '﷽'.repeat(3_000), () => '👨‍👩‍👧‍👦'.repeat(500), () => long('x', 100_000), () => long(' ', 50_000), () => `${long(' ', 50_000)}!`,
  () => `${long('a', 30_000)}!`, () => long('0', 40_000), () => `${long('1', 300)}e${long('9', 300)}`, () => long('a.', 20_000), () => long('-', 20_000), () => long('/', 20_000),
  () => '__proto__', () => 'constructor', () => 'toString', () => 'hasOwnProperty', () => '../../etc/passwd', () => '..\\..\\x', () => "'; drop table act; --", () => '${7*7}', () => '{{7*7}}',
  () => '<script>alert(1)</script>', () => '"><img src=x onerror=alert(1)>', () => '=1+1', () => '%00', () => '%s%s%n', () => '\r\nSet-Cookie: a=b', () => '9999-99-99', () => '-000001-01-01',
  () => '2026-02-30', () => '+275760-09-13', () => '0000-00-00', () => '٢٠٢٦-٠١-٠١', () => '2026-03-02\n', () => 'NaN', () => 'Infinity', () => '1e309', () => 'null', () => 'true',
  () => 'ho-1', () => 'thon-4', () => 'hoa', () => 'Đường hỏng', () => 'a'.repeat(64), () => '٠'.repeat(64),
];

const NUMBERS: readonly Value[] = [0, -0, -1, 1, 0.1, 1.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e21, 253_402_300_800_000, 8_640_000_000_000_001];

const deep = (depth: number, leaf: Value, list: boolean): Value => {
  let value = leaf;
  for (let i = 0; i < depth; i++) value = list ? [value] : { a: value };
  return value;
};

/** JSON.parse makes an own member of this; a literal would not. */
const polluted = (): Value => JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}') as Value;

export const nastyText = (chance: Chance): string => chance.pick(TEXTS)();

export function nasty(chance: Chance): Value {
  switch (chance.int(9)) {
    case 0: return chance.pick(NUMBERS);
    case 1: return chance.pick([true, false, null, undefined]);
    case 2: return deep(chance.pick([1, 5, 31, 32, 33, 60]), chance.pick([1, 'x', null]), chance.odds(0.5));
    case 3: return Array.from({ length: chance.pick([0, 1, 2, 50, 501, 3_000]) }, () => chance.pick(['ho-1', 1, null, {}]));
    case 4: return polluted();
    case 5: return Object.fromEntries(Array.from({ length: chance.pick([0, 1, 40, 2_000]) }, (_, i) => [`k${i}`, i]));
    default: return nastyText(chance);
  }
}

type Holder = Record<string | number, Value>;

/** Every place of a value that can be changed. */
function places(value: Value, found: (readonly [Holder, string | number])[] = [], depth = 0): (readonly [Holder, string | number])[] {
  if (value === null || typeof value !== 'object' || depth > 40 || found.length > 400) return found;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    found.push([value as Holder, key]);
    places((value as Holder)[key], found, depth + 1);
  }
  return found;
}

/** The value with up to `most` of its places made nasty, dropped, doubled or added to; the original stays as it was. */
export function spoilt(original: Value, chance: Chance, most: number): Value {
  const value = structuredClone(original);
  for (let times = chance.int(most + 1); times > 0; times--) {
    const all = places(value);
    if (all.length === 0) return nasty(chance);
    const [holder, key] = chance.pick(all);
    switch (chance.int(6)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1: Object.defineProperty(holder, chance.pick(['__proto__', 'extra', 'id', 'author', 'commune', 'toJSON', ...(Array.isArray(holder) ? [] : ['length'])]), { value: nasty(chance), enumerable: true, configurable: true, writable: true }); break;
      case 2: {
        const [from, name] = chance.pick(all);
        // Small ones only: copies of copies would grow beyond anything that can be sent.
        if (places(from[name]).length < 50) holder[key] = structuredClone(from[name]);
        break;
      }
      case 3: {
        const list = holder[key];
        if (Array.isArray(list) && places(list[0]).length < 50) holder[key] = Array.from({ length: 300 }, () => list[0] as Value);
        break;
      }
      default: holder[key] = nasty(chance);
    }
  }
  return value;
}

/** Text of a value that may hold itself after `spoilt`, or be too deep: then something of the same kind. */
export function textOf(value: Value): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '['.repeat(10_000);
  }
}

/** The bytes with some of them flipped, dropped, doubled, cut, or taken from another. */
export function mangled(bytes: Buffer, others: readonly Buffer[], chance: Chance): Buffer {
  let now: Buffer = Buffer.from(bytes);
  for (let times = 1 + chance.int(6); times > 0; times--) {
    const at = chance.int(Math.max(1, now.length));
    const size = chance.pick([1, 2, 4, 16, 400]);
    switch (chance.int(8)) {
      case 0: if (now.length > 0) now[at] = now[at]! ^ (1 << chance.int(8)); break;
      case 1: now = Buffer.concat([now.subarray(0, at), now.subarray(at + size)]); break;
      case 2: now = Buffer.concat([now.subarray(0, at), Buffer.alloc(size, chance.int(256)), now.subarray(at)]); break;
      case 3: now = now.subarray(0, at); break;
      case 4: now = Buffer.concat([now.subarray(0, at), now.subarray(Math.max(0, at - 200), at), now.subarray(at)]); break;
      case 5: if (now.length >= at + 4) now.writeUInt32BE(chance.pick([0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]), at); break;
      case 6: if (now.length >= at + 4) now.writeUInt32LE(chance.pick([0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]), at); break;
      default: {
        const other = chance.pick(others);
        const from = chance.int(Math.max(1, other.length));
        now = Buffer.concat([now.subarray(0, at), other.subarray(from, from + size * 8)]);
      }
    }
  }
  return now;
}
