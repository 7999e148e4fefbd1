// Every line the server writes into the audit has a sentence; one from a newer server is shown by its code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { homesOf, lineText, whoText, type AuditLine, type Naming } from './audit-line.ts';

const naming: Naming = { person: (id) => `người ${id}`, village: (id) => `thôn ${id}`, household: (id) => (id.startsWith('h') ? id.slice(1) : null) };
const line = (what: string, about: AuditLine['about'] = {}, person: string | null = 'p1'): AuditLine => ({ n: 1, at: 0, deed: false, what, person, device: null, about });
const say = (what: string, about: AuditLine['about'] = {}) => lineText(line(what, about), naming);

const server = join(import.meta.dirname, '../../server');
/** Codes written at the places that note something. */
const codes = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).flatMap((file) => {
  const text = readFileSync(join(server, file), 'utf8');
  return [...text.matchAll(/\b(?:noteRead|noteDeed|deed|reading)\([^;]{0,400}?\bwhat: '([a-z.-]+)'/gs)].map((one) => one[1]!);
});

describe('a line of the audit', () => {
  test('the codes are found', () => expect(new Set(codes).size).toBeGreaterThan(12));
  test.each([...new Set([...codes, 'device.revoke', 'device.restore'])])('%s has a sentence of its own', (code) => {
    expect(say(code)).not.toContain(code);
  });
  test('says who, of whom and how much', () => {
    expect(say('rows', { rows: 12_000, from: 0 })).toBe('Máy nhận sổ: 12.000 dòng, cả phần sổ được giao');
    expect(say('rows', { rows: null, from: 7 })).toBe('Máy nhận sổ: chưa hết, mất sóng giữa chừng, những gì mới');
    expect(say('cards.made', { households: ['h1', 'h2'] })).toBe('In thẻ hộ: Hộ 1, Hộ 2');
    expect(say('cards.made', { households: ['h1', 'x'] })).toBe('In thẻ hộ: 2 hộ');
    expect(say('sign-in.failed', { count: 3, for: 'p2' })).toBe('Đăng nhập sai 3 lần, tên của người p2');
    expect(say('moon.seen')).toBe('Việc khác (moon.seen)');
    expect(homesOf(line('clip', { households: ['h4'] }), naming)).toBe('Hộ 4');
    expect(whoText(line('slip.made', { by: 'operator' }, null), naming)).toBe('Người quản máy chủ');
    expect(whoText(line('sign-in.failed', {}, null), naming)).toBe('Chưa rõ ai');
  });
});
