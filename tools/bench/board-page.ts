// board.page: a village's public page with all it loads, in brotli bytes as served.
import { launchChromium } from '../../test/chromium.ts';
import { startGround } from './ground.ts';
import { say } from './say.ts';
import { COMMUNE } from './serve.ts';

export async function run(): Promise<void> {
  const ground = await startGround(1_000);
  const browser = await launchChromium();
  const page = await browser.newPage({ javaScriptEnabled: false });
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  const answer = await page.goto(`${ground.origin}/cong-khai/${COMMUNE}/thon-0`, { waitUntil: 'networkidle' });
  if (answer?.status() !== 200 || (await page.locator('dl dd').count()) === 0) throw new Error('the village page shows no numbers');
  await browser.close();
  await ground.stop();
  say({ name: 'board.page', value: bytes, unit: 'bytes', aim: '30 kB', note: `${requests} requests, head lines included` });
}
