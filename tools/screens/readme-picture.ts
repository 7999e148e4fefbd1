// The picture at the head of the README: three phones side by side, of the village head, of a family, and of everyone.
import type { Browser } from 'playwright-core';
import type { Camera } from './camera.ts';

const THREE = ['today', 'own-page', 'board-village'] as const;

export async function putSideBySide(browser: Browser, camera: Camera): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  const shots = THREE.map((name) => camera.read(`${name}.phone.light.webp`).toString('base64'));
  await page.setContent(`<style>
    body { margin: 0; padding: 16px 0; display: flex; justify-content: center; gap: 24px; background: transparent }
    img { width: 290px; border-radius: 20px; border: 8px solid #2a241a; box-shadow: 0 6px 18px #0003; display: block; align-self: start }
  </style>${shots.map((shot) => `<img src="data:image/webp;base64,${shot}">`).join('')}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const height = await page.evaluate(() => Math.ceil(document.images[0]!.getBoundingClientRect().bottom) + 24);
  await page.setViewportSize({ width: 1000, height });
  camera.keep('readme.png', await page.screenshot({ omitBackground: true }));
  await page.close();
}
