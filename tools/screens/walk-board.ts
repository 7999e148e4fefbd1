// Pictures of the public board, on screen and as it is printed.
import { see } from '../../test/e2e/touch.ts';
import { freshProfile } from '../../test/e2e/profiles.ts';
import type { Stage } from './stage.ts';

/** An A4 between its margins. */
const A4 = { width: 703, height: 1032 };

export async function walkBoard(stage: Stage): Promise<void> {
  const { camera, origin } = stage;
  camera.part('The public board');
  const { page } = await freshProfile(stage.browser, stage.onlooker, { deviceScaleFactor: 2 });
  await page.goto(`${origin}/cong-khai`);
  await see(page, 'Lời hứa với bà con');
  await camera.take(page, { name: 'board-commune', says: 'The public board of a commune' });
  await camera.takePaper(page, { name: 'board-commune', says: 'The commune’s board, printed on one A4' }, A4);
  await page.getByRole('table').getByRole('link', { name: 'Thôn 4' }).click();
  await see(page, 'Về trang của xã');
  await camera.take(page, { name: 'board-village', darkDesk: true, says: 'The public board of a village' });
  await camera.takePaper(page, { name: 'board-village', says: 'The village’s board, printed on one A4' }, A4);
  await page.getByRole('link', { name: 'English' }).click();
  await see(page, 'Promises to the people');
  await camera.take(page, { name: 'board-village', darkDesk: true, says: 'The public board of a village', language: 'en' });
  // There is no such commune, and the browser says it.
  stage.onlooker.expect(/404/);
  await page.goto(`${origin}/cong-khai/00000`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await camera.take(page, { name: 'board-missing', says: 'The board of a commune that is not here' });
  await page.context().close();
}
