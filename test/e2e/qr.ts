// Reads a QR square from a picture of the screen, as the camera of a phone would.
import jsQR from 'jsqr';
import type { Browser, Locator } from 'playwright-core';

/** The text in the square. @throws where there is none that can be read */
export async function readQr(browser: Browser, square: Locator): Promise<string> {
  const shot = (await square.screenshot()).toString('base64');
  const page = await browser.newPage();
  try {
    const { pixels, width, height } = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      // A paper has white around the square; a picture of the square alone has not.
      const rim = 24;
      const sheet = new OffscreenCanvas(picture.width + 2 * rim, picture.height + 2 * rim);
      const pen = sheet.getContext('2d')!;
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, sheet.width, sheet.height);
      pen.drawImage(picture, rim, rim);
      const { data } = pen.getImageData(0, 0, sheet.width, sheet.height);
      let text = '';
      for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
      return { pixels: btoa(text), width: sheet.width, height: sheet.height };
    }, shot);
    // The package's types speak of a default within the default.
    const read = (jsQR as unknown as { default?: typeof jsQR }).default ?? jsQR;
    const found = (read as unknown as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null)(new Uint8ClampedArray(Buffer.from(pixels, 'base64')), width, height);
    if (!found) throw new Error('no QR square can be read here');
    return found.data;
  } finally {
    await page.close();
  }
}
