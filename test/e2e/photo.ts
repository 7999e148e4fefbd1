// A photo as a phone's camera writes it: a real picture with the place where it was taken in its Exif notes.
import type { Browser } from 'playwright-core';

/** Stands in the Exif of the photo, and must stand nowhere after it has left the phone. */
export const CAMERA = 'Samsung SM-A125F';
/** The bytes of 14°40'44" in the Exif's own way of writing places. */
export const LATITUDE = Buffer.from([14, 0, 0, 0, 1, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0, 1, 0, 0, 0]);

/** A JPEG of 1600 by 1200 with Exif of camera and place. */
export async function takePhoto(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(() => {
    const sheet = document.createElement('canvas');
    [sheet.width, sheet.height] = [1600, 1200];
    const pen = sheet.getContext('2d')!;
    const bands = ['#7fa7c9', '#5f7f4f', '#8a6b3f', '#b08d57'];
    bands.forEach((colour, n) => { pen.fillStyle = colour; pen.fillRect(0, n * 300, 1600, 300); });
    for (let n = 0; n < 400; n++) { pen.fillStyle = `hsl(${(n * 37) % 360} 40% 40%)`; pen.fillRect((n * 211) % 1600, (n * 137) % 1200, 40, 24); }
    return sheet.toDataURL('image/jpeg', 0.9).split(',')[1]!;
  });
  await page.close();
  const plain = Buffer.from(base64, 'base64');
  return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
}

/** An application segment with two lists of notes: the camera, and the place. */
function exif(): Buffer {
  const camera = Buffer.from(`${CAMERA}\0`);
  const at = { lists: 8, places: 38, camera: 80, latitude: 80 + camera.length + (camera.length % 2) };
  const tiff = Buffer.alloc(at.latitude + LATITUDE.length);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(at.lists, 4);
  const note = (offset: number, tag: number, type: number, count: number, value: number | string) => {
    tiff.writeUInt16LE(tag, offset);
    tiff.writeUInt16LE(type, offset + 2);
    tiff.writeUInt32LE(count, offset + 4);
    if (typeof value === 'string') tiff.write(value, offset + 8, 'latin1');
    else tiff.writeUInt32LE(value, offset + 8);
  };
  tiff.writeUInt16LE(2, at.lists);
  note(at.lists + 2, 0x0110, 2, camera.length, at.camera);
  note(at.lists + 14, 0x8825, 4, 1, at.places);
  tiff.writeUInt16LE(3, at.places);
  note(at.places + 2, 0x0001, 2, 2, 'N\0');
  note(at.places + 14, 0x0002, 5, 3, at.latitude);
  note(at.places + 26, 0x001d, 2, 4, '26\0');
  camera.copy(tiff, at.camera);
  LATITUDE.copy(tiff, at.latitude);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 0xff]);
  return Buffer.concat([head, body]);
}
