// Draws the app's PNG icons from the one SVG of the roof. Run by hand after changing it: node tools/run.mjs tools/icons.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../test/chromium.ts';

const folder = fileURLToPath(new URL('../src/phone/public/icons/', import.meta.url));
const svg = readFileSync(`${folder}roof.svg`, 'utf8');
/** A maskable icon may be cut to a circle of 80 % of its width: the roof stands within, its ground reaches the edge. */
const SHAPES = [['roof-192.png', 192, 1], ['roof-512.png', 512, 1], ['roof-maskable-512.png', 512, 0.74]] as const;

const browser = await launchChromium();
try {
  for (const [name, size, scale] of SHAPES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const drawn = svg.replace('<svg ', `<svg width="${size * scale}" height="${size * scale}" `);
    await page.setContent(`<body style="margin:0;background:#f5eedd;display:grid;place-items:center;height:100vh">${drawn}</body>`);
    writeFileSync(folder + name, await page.screenshot());
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(SHAPES.map(([name]) => name).join(', '));
