// The commune's page goes on the notice board as one A4, however many villages it has.
import { expect, test } from 'vitest';
import type { BoardView } from '#commune/board/board.ts';
import { monthsUpTo } from '#commune/board/cells.ts';
import { TOPICS } from '#commune/visits/rows.ts';
import { launchChromium } from '../../../../test/chromium.ts';
import { communePage } from './pages.ts';
import { BOARD_CSS } from './style.ts';

const TODAY = '2026-11-23';
const view: BoardView = {
  promises: { confirmed: 1309, claimed: 136, open: null, overdue: 131, withdrawn: null }, made: 1576, span: null, year: '2026', asOf: TODAY,
  months: monthsUpTo(TODAY).map((month, i) => ({ month, visits: i % 4 === 0 ? null : 100 + i })), heard: TOPICS.map((topic, i) => ({ topic, count: 300 - i })),
};
const NAMES = ['Làng Plei Rông', 'Thôn 4', 'Làng Kon Klốc', 'Tổ dân phố 11', 'Thôn Hòa Bình'];
const page = (villages: number, lang: 'vi' | 'en'): string =>
  communePage({ lang, origin: 'https://so.xa-vi-du.vn', path: '/cong-khai/23538', today: TODAY }, { code: '23538', name: 'Xã Ia Tơi', province: 'Tỉnh Quảng Ngãi', sample: false },
    Array.from({ length: villages }, (_, i) => ({ place: { id: `v${i}`, name: `${NAMES[i % NAMES.length]!} ${i}` }, view })), view)
    .replace(/<link rel="stylesheet"[^>]*>/u, `<style>${BOARD_CSS}</style>`);

test('Board: a commune of up to sixty villages prints on one A4, in both languages', { timeout: 120_000 }, async () => {
  const browser = await launchChromium();
  try {
    const sheet = await browser.newPage();
    for (const lang of ['vi', 'en'] as const) {
      for (const villages of [8, 28, 60]) {
        await sheet.setContent(page(villages, lang));
        const pdf = (await sheet.pdf({ preferCSSPageSize: true })).toString('latin1');
        expect([lang, villages, [...pdf.matchAll(/\/Type\s*\/Page\b/gu)].length]).toEqual([lang, villages, 1]);
      }
    }
  } finally {
    await browser.close();
  }
});
