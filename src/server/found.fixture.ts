// A small commune for tests that begin with one: Ia Tơi, with one village and its first officer.
import type { Db } from './db/open.ts';
import { foundCommune } from './found.ts';

export const IA_TOI = '23538';

/** @param at ms @returns the officer's id */
export const foundIaToi = (db: Db, at: number): Promise<string> => foundCommune(db, {
  commune: { code: IA_TOI, name: 'Xã Ia Tơi', province: 'Tỉnh Quảng Ngãi' }, villages: [{ name: 'Thôn 1', languages: ['vi'] }],
  officer: { name: 'Y Hương', login: 'yhuong', password: 'lúa chín vàng đồng' },
}, at);
