// npm run screens: walks every screen in the sample commune and writes its pictures to docs/screens. `-- whole <folder>` takes whole pages, to look them through.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from '../../test/chromium.ts';
import { openHouse, ROOT } from '../../test/e2e/house.ts';
import { Onlooker } from '../../test/e2e/onlooker.ts';
import { Camera } from './camera.ts';
import { putSideBySide } from './readme-picture.ts';
import type { Stage } from './stage.ts';
import { walkBoard } from './walk-board.ts';
import { walkDoor, walkFounding, walkSample } from './walk-door.ts';
import { walkField } from './walk-field.ts';
import { walkHome } from './walk-home.ts';
import { walkMeet } from './walk-meet.ts';
import { walkOffice } from './walk-office.ts';
import { walkPhones } from './walk-phones.ts';
import { walkRights } from './walk-rights.ts';
import { walkWatch } from './walk-watch.ts';

const whole = process.argv[2] === 'whole';
const folder = whole ? resolve(process.argv[3] ?? join(ROOT, '.tmp/screens')) : join(ROOT, 'docs/screens');
mkdirSync(folder, { recursive: true });

// Papers bear the address a real commune's would.
const house = await openHouse({ ORIGIN: 'https://nharong.example.vn' });
// Fields for days are drawn by the browser, in its own language: here as on a phone bought in Vietnam.
const browser = await launchChromium({ args: ['--lang=vi'], env: { ...process.env, LANGUAGE: 'vi' } });
const camera = new Camera(folder, whole);
const stage: Stage = { origin: house.origin, browser, camera, onlooker: new Onlooker(house.origin) };
try {
  for (const walk of [walkFounding, walkSample, walkDoor, walkField, walkHome, walkOffice, walkMeet, walkRights, walkPhones, walkWatch, walkBoard]) {
    try {
      await walk(stage);
    } catch (error) {
      // The other walks go on: whoever mends this one sees the rest.
      camera.faults.push(`${walk.name} broke off: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      for (const context of browser.contexts()) await context.close();
    }
  }
  if (!whole) await putSideBySide(browser, camera);
  camera.writeList();
  console.log(`${folder}: ${(camera.weight() / 1e6).toFixed(1)} MB`);
} finally {
  await browser.close();
  await house.close();
}
const faults = [...stage.onlooker.faults, ...camera.faults];
if (faults.length > 0) {
  console.error(`Seen on the way:\n${faults.join('\n')}`);
  process.exitCode = 1;
}
