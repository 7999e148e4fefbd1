// Proves the small parts of the doors: codes and logins as people write them, bounds of JSON, verdicts written short.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '#journal/accept.ts';
import { normalLogin, passwordFault } from '../login.ts';
import { isDevice, matches, newCode, newDevice, newPin, newToken, readCode, sealSecret } from '../secrets.ts';
import { shortened, type ShortVerdict } from './acts.ts';
import { flow, shortAddress } from './flow.ts';
import { Members, readJson } from './json.ts';
import { Problem } from './problem.ts';

describe('logins and codes', () => {
  test.each([
    ['yhuong', 'yhuong'], [' YHuong ', 'yhuong'], ['y huong', 'yhuong'], ['0905123456', '0905123456'], ['+84 905 123 456', '0905123456'],
    ['84905123456', '0905123456'], ['0905.123.456', '0905123456'], ['(0260) 386 1234', '02603861234'], ['a.blơi', null], ['ab', null], ['', null],
    ['-abc', null], ["a'; drop table", null], ['x'.repeat(41), null], ['123', '123'],
  ])('%j is the login %j', (typed, login) => expect(normalLogin(typed)).toBe(login));

  test.each([['ngắn', 'password.short'], ['12345678', 'password.common'], ['aaaaaaaaaa', 'password.common'], ['truong.thon', 'password.common'], ['x'.repeat(201), 'password.long'], ['lúa chín vàng', null], ['Baseball', 'password.common'], ['jennifer', 'password.common'], ['Nhà Rông 2026!', 'password.common'], ['ubndxa123', 'password.common'], ['x'.repeat(200), 'password.common'], ['Mẹ trồng 3 luống rau, bố nuôi dê', null], ['𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜 ngô', null]])(
    'password %j: %s', (password, fault) => expect(passwordFault(password, 'truong.thon')).toBe(fault));

  test('a printed code is read however it is typed, and made-up ones are not', () => {
    fc.assert(fc.property(fc.constantFrom('23538', '00004'), fc.array(fc.boolean(), { minLength: 18, maxLength: 18 }), (commune, blanks) => {
      const code = newCode(commune);
      const typed = [...code.toLowerCase()].map((letter, i) => (blanks[i] ? `${letter} ` : letter)).join('');
      expect(readCode(typed)).toEqual({ commune, code });
      expect(readCode(code.replaceAll('-', ''))).toEqual({ commune, code });
    }));
    for (const wrong of ['', '23538', '23538.', '23538.ABCD', `${newCode('23538')}X`, 'abcde.ABCDEFGHJKMN', '23538.ABCD-EFGH-JKM$']) expect(readCode(wrong), wrong).toBeNull();
  });

  test('names by chance have their form and do not repeat', () => {
    const devices = new Set(Array.from({ length: 2000 }, newDevice));
    expect(devices.size).toBe(2000);
    for (const device of devices) expect(isDevice(device)).toBe(true);
    expect(newToken('23538')).toMatch(/^23538\.[\w-]{43}$/);
    expect(Array.from({ length: 200 }, newPin).every((pin) => /^\d{6}$/.test(pin))).toBe(true);
  });

  test('a secret matches its own seal in either form of its letters, an empty seal matches nothing', async () => {
    const seal = await sealSecret('lúa chín');
    expect(seal).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await matches(seal, 'lúa chín'.normalize('NFD'))).toBe(true);
    expect(await matches(seal, 'lua chin')).toBe(false);
    expect(await matches(null, 'lúa chín')).toBe(false);
    expect(await matches(undefined, '')).toBe(false);
  });
});

describe('JSON', () => {
  test('what JSON.parse reads within the bounds is read alike', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!/__proto__|constructor|prototype/.test(text));
      expect(readJson(text)).toEqual(JSON.parse(text));
    }));
  });

  test('32 levels and 60,000 members are read, one more is not', () => {
    expect(readJson('['.repeat(32) + ']'.repeat(32))).toBeDefined();
    expect(() => readJson('['.repeat(33) + ']'.repeat(33))).toThrow(Problem);
    expect(readJson(`[${'1,'.repeat(59_999)}1]`)).toHaveLength(60_000);
    expect(() => readJson(`[${'1,'.repeat(60_000)}1]`)).toThrow(Problem);
  });

  test('members come in their type and bounds or not at all', () => {
    const members = new Members({ text: ' Blơ\u0000i ', empty: ' ', count: 3, half: 1.5, list: [1], flag: 1, lone: 'a\ud800b' });
    expect([members.text('text', 10), members.text('lone', 10), members.count('count', 3), members.list('list', 1)]).toEqual(['Blơi', 'ab', 3, [1]]);
    for (const wrong of [() => members.text('none', 9), () => members.text('empty', 9), () => members.text('text', 3), () => members.count('half', 9), () => members.count('count', 2), () => members.list('list', 0), () => members.flag('flag'), () => members.members('list'), () => members.texts('list', 9, 9)]) {
      expect(wrong).toThrow(Problem);
    }
  });
});

describe('verdicts written short', () => {
  const expand = (verdict: ShortVerdict): readonly Verdict[] => {
    if (!('turns' in verdict)) return [verdict];
    const { turns: [from, to], entry, asSaid, on } = verdict;
    return Array.from({ length: to - from + 1 }, (_, i) => ({ turn: from + i, entry: entry + i, asSaid, on }));
  };
  const verdict = fc.oneof(
    { weight: 8, arbitrary: fc.record({ asSaid: fc.boolean(), on: fc.constantFrom('2026-11-23', '2026-11-24'), skip: fc.constantFrom(1, 1, 1, 1, 2) }) },
    { weight: 1, arbitrary: fc.constant('refused' as const) }, { weight: 1, arbitrary: fc.constant('waits' as const) },
  );

  test('J2 what is written short is read back to the letter, and never longer', () => {
    fc.assert(fc.property(fc.array(verdict), (plan) => {
      let entry = 10;
      const verdicts = plan.map((one, i): Verdict => {
        const turn = i + 1;
        if (one === 'refused') return { turn, refusal: { code: 'a.b' } };
        if (one === 'waits') return { turn, waits: true };
        entry += one.skip;
        return { turn, entry, asSaid: one.asSaid, on: one.on };
      });
      const short = shortened(verdicts);
      expect(short.flatMap(expand)).toEqual(verdicts);
      expect(short.length).toBeLessThanOrEqual(verdicts.length);
    }));
  });

  test('500 acts of one kind are one line', () => {
    const many = Array.from({ length: 500 }, (_, i): Verdict => ({ turn: i + 7, entry: i + 90, asSaid: true, on: '2026-11-23' }));
    expect(shortened(many)).toEqual([{ turns: [7, 506], entry: 90, asSaid: true, on: '2026-11-23' }]);
  });
});

describe('flow', () => {
  test('a bucket gives its burst, fills again with time, and names the wait', () => {
    let now = 0;
    const gate = flow(3, 0.5, () => now);
    for (let i = 0; i < 3; i++) gate.take('a');
    expect(() => gate.take('a')).toThrow(expect.objectContaining({ status: 429, retryAfter: 2 }));
    gate.take('b');
    now = 2000;
    gate.take('a');
    expect(() => gate.take('a')).toThrow(Problem);
    gate.give('a');
    gate.take('a');
    now = -5000;
    expect(() => gate.take('a')).toThrow(Problem);
  });

  test.each([['203.0.113.77', '203.0.113.0'], ['::ffff:203.0.113.77', '203.0.113.0'], ['2001:db8:1:2::3', '2001:db8:1::']])('%s is logged as %s', (address, short) =>
    expect(shortAddress(address)).toBe(short));
});
