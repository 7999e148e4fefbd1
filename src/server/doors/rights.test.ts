// Over HTTP: a household reads who looked, others are told there is no such household; the office reads what goes soon, and it goes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { Stranger } from '../../../test/stranger.ts';
import { runRetention } from '../jobs/retention.ts';
import type { LookedAnswer, RetentionAnswer } from './rights.ts';

describe('Luật 91/2025: ai đã xem, và hết hạn giữ thì xoá', () => {
  let rig: Rig;
  let officer: Stranger;
  let head: Stranger;
  let home: string;
  const today = (): string => new Date(rig.clock.at + 25_200_000).toISOString().slice(0, 10);
  const later = (days: number): void => { rig.clock.at += days * 86_400_000; };
  const looked = (who: Stranger, household = home) => who.ask<LookedAnswer>(`/api/looked/${household}`);

  beforeAll(async () => {
    rig = await openRig('embedded');
    officer = await found(rig);
    home = await register(officer, '7');
    head = await staff(officer, { id: 'thong', name: 'A Thông', role: 'head', village: 'v1' });
    await head.pull();
    officer.say('visit.record', {
      household: home, on: today(), came: [], along: [], met: ['A Chủ 7'], language: 'vi', photos: [], promises: [],
      consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: 'A Chủ 7' }], heard: [{ topic: 'road', words: 'Đường vào xóm hỏng' }],
    });
    await officer.push();
  });
  afterAll(() => rig.close());

  it('R7 the household and the officer read who looked, by name and day; a head and a volunteer of others do not', async () => {
    const [card] = await officer.ask<{ code: string; pin: string }[]>('/api/office/cards', { method: 'POST', json: { households: [home] } });
    const family = await Stranger.signIn(rig.origin, { card: card!.code, pin: card!.pin, borrowed: false, phoneName: 'Máy nhà' });
    const answer = await looked(family);
    expect(answer.lines.map(({ name, what }) => `${name} ${what}`)).toContain('A Thông rows');
    expect(answer.lines.every(({ on }) => on === today())).toBe(true);
    expect((await looked(officer)).lines.length).toBeGreaterThan(0);
    await expect(looked(head)).rejects.toThrow(/404|household.unknown/);
    await expect(looked(family, 'nobody')).rejects.toThrow(/404|household.unknown/);
    // Lists that tell nothing of the household frighten nobody.
    await officer.ask('/api/office/devices');
    await officer.ask('/api/office/logins/truong');
    expect((await looked(family)).lines.map(({ what }) => what).filter((what) => !['rows', 'looked', 'clip', 'export'].includes(what))).toEqual([]);
    // That the officer looked is noted as well.
    expect((await looked(family)).lines.map(({ name, what }) => `${name} ${what}`)).toContain('Y Hương looked');
  });

  it('R10 with a clock two and ten years on: told a month before, then gone, and noted', async () => {
    const ask = () => officer.ask<RetentionAnswer>('/api/office/retention');
    expect(await ask()).toMatchObject({ now: {}, soon: {}, runs: [] });
    expect(await runRetention(rig.fresh.db, rig.dataDir, rig.clock.at)).toBe(0);
    later(705);
    const again = await signedIn();
    expect(await again.ask<RetentionAnswer>('/api/office/retention')).toMatchObject({ now: {}, soon: { 'visit-words': 1 }, rows: [{ rule: 'visit-words', household: home }] });
    later(30);
    expect(await runRetention(rig.fresh.db, rig.dataDir, rig.clock.at)).toBeGreaterThan(0);
    const after = await (await signedIn()).ask<RetentionAnswer>('/api/office/retention');
    expect(after.runs[0]!.went).toMatchObject({ 'visit-words': 1, said: 1 });
    const text = JSON.stringify(await everything());
    expect(text).not.toContain('Đường vào xóm hỏng');
    expect(text).toContain('A Chủ 7');
    const closing = await signedIn();
    closing.say('household.close', { household: home, on: today() });
    await closing.push();
    later(10 * 365);
    await runRetention(rig.fresh.db, rig.dataDir, rig.clock.at);
    expect(JSON.stringify(await everything())).not.toContain('A Chủ 7');
  });

  const signedIn = async (): Promise<Stranger> => {
    return await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'Máy văn phòng' });
  };
  const everything = () => rig.fresh.db.inCommune('23538', 'read', async (tx) => ({
    rows: await tx.selectFrom('kept_row').selectAll().execute(), acts: await tx.selectFrom('act').selectAll().execute(), cards: await tx.selectFrom('card').select(['person']).execute(),
  }));
});
