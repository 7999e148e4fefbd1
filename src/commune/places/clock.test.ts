// The lawful clock against cases counted by hand on a paper calendar, and against a slow count.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterWorkingDays, hasList, isWorkingDay, NO_CHANGES, specialDays, workingDaysBetween } from './clock.ts';
import { addDays, isDay, isFuture, weekday } from './days.ts';
import { HOLIDAYS, WORKED } from './holidays.ts';

const reply = (from: string, daysOff: string[] = [], daysOn: string[] = []) => afterWorkingDays(from, 10, { daysOff, daysOn });

describe('Luật 42/2013 Điều 28: trả lời trong 10 ngày làm việc', () => {
  it.each([
    ['nhận thứ Hai, không có lễ', '2026-03-02', '2026-03-16'],
    ['nhận thứ Sáu: đếm từ thứ Hai', '2026-03-06', '2026-03-20'],
    ['nhận thứ Bảy cũng đếm từ thứ Hai', '2026-03-07', '2026-03-20'],
    ['qua Tết Bính Ngọ 16–20/2', '2026-02-10', '2026-03-03'],
    ['qua Giỗ Tổ (bù thứ Hai 27/4), 30/4 và 1/5', '2026-04-20', '2026-05-07'],
    ['qua Quốc khánh, làm bù thứ Bảy 22/8', '2026-08-20', '2026-09-07'],
    ['qua 30/4–2/5/2025, làm bù thứ Bảy 26/4', '2025-04-21', '2025-05-07'],
    ['nhận trước Tết Dương lịch 2027', '2026-12-30', '2027-01-14'],
  ])('%s: nhận %s, hạn %s', (_what, from, due) => expect(reply(from)).toBe(due));

  it('xã có ngày nghỉ riêng: hạn lùi một ngày', () => expect(reply('2026-03-02', ['2026-03-05'])).toBe('2026-03-17'));
  it('xã làm việc ngày lịch in sẵn cho nghỉ: hạn sớm một ngày', () => expect(reply('2026-02-10', [], ['2026-02-16'])).toBe('2026-03-02'));
  it('xã làm bù thứ Bảy', () => expect(reply('2026-03-02', [], ['2026-03-07'])).toBe('2026-03-13'));
  it('năm chưa có trong lịch: vẫn nghỉ 1/1, 30/4, 1/5, 2/9', () => {
    expect(['2029-01-01', '2029-04-30', '2029-05-01', '2030-09-02'].map((day) => isWorkingDay(day, NO_CHANGES))).toEqual([false, false, false, false]);
    expect(isWorkingDay('2029-05-02', NO_CHANGES)).toBe(true);
  });

  it('ten working days later there have been exactly ten, and the last one is one', () => {
    const day = fc.integer({ min: 0, max: 1460 }).map((n) => addDays('2025-01-01', n));
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 30 }), fc.array(day, { maxLength: 5 }), fc.array(day, { maxLength: 5 }), (from, count, daysOff, daysOn) => {
      const calendar = { daysOff, daysOn };
      const due = afterWorkingDays(from, count, calendar);
      expect(isWorkingDay(due, calendar)).toBe(true);
      expect(workingDaysBetween(from, due, calendar)).toBe(count);
      expect(workingDaysBetween(from, addDays(due, -1), calendar)).toBe(count - 1);
    }), { seed: 28, numRuns: 300 });
  });
});

describe('Bộ luật Lao động 45/2019 Điều 112: lịch in sẵn', () => {
  it.each(['2025', '2026', '2027'])('năm %s có đủ Tết 5 ngày và các ngày lễ, không trùng cuối tuần', (year) => {
    const days = HOLIDAYS.filter(({ on }) => on.startsWith(year));
    expect(days.filter(({ what }) => what === 'tet')).toHaveLength(5);
    for (const what of ['new-year', 'hung-kings', 'reunification', 'labour']) expect(days.filter((day) => day.what === what)).toHaveLength(1);
    expect(days.filter(({ what }) => what === 'national')).toHaveLength(2);
    expect(days.filter(({ on }) => weekday(on) === 0 || weekday(on) === 6)).toEqual([]);
    expect(new Set(days.map(({ on }) => on)).size).toBe(days.length);
  });

  it('mỗi ngày hoán đổi có một thứ Bảy làm bù', () => {
    expect(WORKED.every(({ on }) => weekday(on) === 6)).toBe(true);
    expect(WORKED).toHaveLength(HOLIDAYS.filter(({ what }) => what === 'swapped').length);
  });
});

describe('Bộ luật Lao động 45/2019 Điều 112: ngày nghỉ như đồng hồ đếm', () => {
  it('mỗi ngày trong năm khác thứ trong tuần thì có trong danh sách, và chỉ những ngày ấy', () => {
    const day = fc.integer({ min: 0, max: 1826 }).map((n) => addDays('2025-01-01', n));
    fc.assert(fc.property(fc.uniqueArray(day, { maxLength: 6 }), fc.constantFrom('2025', '2026', '2027', '2028', '2029'), (own, year) => {
      const calendar = { daysOff: own.slice(0, 3), daysOn: own.slice(3) };
      const special = specialDays(year, calendar);
      expect(special.map(({ on }) => on)).toEqual([...new Set(special.map(({ on }) => on))].sort());
      for (const { on, works } of special) expect(isWorkingDay(on, calendar)).toBe(works);
      expect(special.filter(({ from }) => from === 'own').map(({ on }) => on)).toEqual(own.filter((on) => on.startsWith(year)).sort());
      const named = new Set(special.map(({ on }) => on));
      for (let on = `${year}-01-01`; on.startsWith(year); on = addDays(on, 1)) if (!named.has(on)) expect(isWorkingDay(on, calendar)).toBe(weekday(on) !== 0 && weekday(on) !== 6);
    }), { seed: 112, numRuns: 40 });
  });

  it('ngày chưa chắc nói rõ là chưa chắc; xã xác nhận rồi thì thành ngày của xã', () => {
    const on = (day: string, calendar = NO_CHANGES) => specialDays('2026', calendar).find((one) => one.on === day);
    expect(on('2026-02-16')).toEqual({ on: '2026-02-16', works: false, what: 'tet', from: 'unsure' });
    expect(on('2026-04-30')).toMatchObject({ what: 'reunification', from: 'shipped' });
    expect(on('2026-08-22')).toEqual({ on: '2026-08-22', works: true, what: null, from: 'unsure' });
    expect(on('2026-02-16', { daysOff: ['2026-02-16'], daysOn: [] })).toEqual({ on: '2026-02-16', works: false, what: 'tet', from: 'own' });
    expect(on('2026-02-16', { daysOff: [], daysOn: ['2026-02-16'] })).toMatchObject({ works: true, from: 'own' });
    expect([hasList('2027'), hasList('2028'), specialDays('2029', NO_CHANGES).map(({ what }) => what)]).toEqual([true, false, ['new-year', 'reunification', 'labour']]);
  });
});

describe('days as text', () => {
  it.each([
    ['2026-02-28', true], ['2026-02-29', false], ['2028-02-29', true], ['2026-13-01', false], ['2026-3-1', false],
    ['1899-12-31', false], ['2200-01-01', false], ['', false], ['2026-03-02T00:00', false],
  ])('%s: %s', (text, is) => expect(isDay(text)).toBe(is));

  it('a day is future from the day after tomorrow: a phone may be a time zone ahead', () => {
    expect(['2026-03-02', '2026-03-03', '2026-03-04'].map((day) => isFuture(day, '2026-03-02'))).toEqual([false, false, true]);
  });
});
