// Proves that villages come out of a pasted list as people wrote them, and that names make typeable logins.
import { describe, expect, test } from 'vitest';
import { loginGood, pastedVillages, suggestLogin, tidyLogin, villageTroubles } from './founding.ts';
import { findUnits, soughtUnits } from './units.ts';

describe('Set-up: villages from a pasted list', () => {
  test.each([
    ['Đăk Rơ Wa\nKon Jơ Dreh\n\nKon K’Tu', ['Đăk Rơ Wa', 'Kon Jơ Dreh', 'Kon K’Tu']],
    ['1. Thôn 1\n2. Thôn 2', ['Thôn 1', 'Thôn 2']],
    ['Làng Lung, Làng Rắc ; Ia Đal', ['Làng Lung', 'Làng Rắc', 'Ia Đal']],
    ['1\tThôn 7\t216\n2\tThôn 8\t98', ['Thôn 7', 'Thôn 8']],
    ['Thôn 1\nthôn  1\nTHON 1', ['Thôn 1']],
    ['Thôn 1'.normalize('NFD'), ['Thôn 1'.normalize('NFC')]],
    ['Thôn 3;\n Thôn 4, ', ['Thôn 3', 'Thôn 4']],
    ['', []],
  ])('%j', (text, names) => expect(pastedVillages(text, [])).toEqual(names));

  test('what is there already is not added again', () => expect(pastedVillages('Thôn 1\nThôn 2', ['thôn 1'])).toEqual(['Thôn 2']));

  test('an empty and a double name are told apart', () => {
    const village = (key: number, name: string) => ({ key, name, languages: ['vi'] });
    expect([...villageTroubles([village(1, 'Thôn 1'), village(2, ' '), village(3, 'thon 1')])]).toEqual([[2, 'empty'], [3, 'double']]);
  });
});

describe('Set-up: logins', () => {
  test.each([['Y Hương', 'yhuong'], ['Đinh Thị Y Hương', 'dinhthiyhuong'], ['Nguyễn Thị Phương Thảo', 'thaontp'], ['A Nút', 'anut'], ['', '']])('%s', (name, login) => expect(suggestLogin(name)).toBe(login));
  test.each([['yhuong', true], ['0905123456', true], ['+84905123456', true], ['ab', false], ['có dấu', false], ['-x-', false]])('%s: %s', (login, good) =>
    expect(loginGood(login)).toBe(good));
  test('a phone number may be written with blanks', () => expect(tidyLogin(' 0905 123.456 ')).toBe('0905123456'));
});

describe('Set-up: the commune is found with and without marks', () => {
  const units = soughtUnits([
    { code: '51', name: 'Quảng Ngãi', fullName: 'Tỉnh Quảng Ngãi', communes: [
      { code: '23512', name: 'Đăk Mar', fullName: 'Xã Đăk Mar' }, { code: '23538', name: 'Ia Tơi', fullName: 'Xã Ia Tơi' }] },
    { code: '52', name: 'Gia Lai', fullName: 'Tỉnh Gia Lai', communes: [{ code: '23800', name: 'Ia Tôr', fullName: 'Xã Ia Tôr' }] },
  ]);
  test.each([['dak mar', ['23512']], ['ĐĂK MAR'.normalize('NFD'), ['23512']], ['ia to', ['23538', '23800']], ['ia to gia lai', ['23800']], ['23538', ['23538']], ['không có', []]])(
    '%s', (query, codes) => expect(findUnits(units, query, null).found.map((unit) => unit.code)).toEqual(codes));
  test('stays in the chosen province', () => expect(findUnits(units, 'ia', '51').total).toBe(1));
});
