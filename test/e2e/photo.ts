// A photo as a phone's camera writes it: a real picture with the place where it was taken in its Exif notes.
import type { Browser } from 'playwright-core';

/** Stands in the Exif of the photo, and must stand nowhere after it has left the phone. */
export const CAMERA = 'Samsung SM-A125F';
/** The bytes of 14°40'44" in the Exif's own way of writing places. */
export const LATITUDE = Buffer.from([14, 0, 0, 0, 1, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0, 1, 0, 0, 0]);

/** The middle of each face in a photo of people, in points. */
export const FACES = [[470, 520], [1060, 480]] as const;

/** A JPEG of 1600 by 1200 with Exif of camera and place; where asked for, of two people in front of their house. */
export async function takePhoto(browser: Browser, people = false): Promise<Buffer> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(people ? drawPeople : drawPlace, FACES);
  await page.close();
  const plain = Buffer.from(base64, 'base64');
  return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
}

/** Runs in the browser. */
function drawPlace(): string {

  const sheet = document.createElement('canvas');
  [sheet.width, sheet.height] = [1600, 1200];
  const pen = sheet.getContext('2d')!;
  const bands = ['#7fa7c9', '#5f7f4f', '#8a6b3f', '#b08d57'];
  bands.forEach((colour, n) => { pen.fillStyle = colour; pen.fillRect(0, n * 300, 1600, 300); });
  for (let n = 0; n < 400; n++) { pen.fillStyle = `hsl(${(n * 37) % 360} 40% 40%)`; pen.fillRect((n * 211) % 1600, (n * 137) % 1200, 40, 24); }
  return sheet.toDataURL('image/jpeg', 0.9).split(',')[1]!;
}

/** Runs in the browser: a house, a yard, and two people whose faces and striped scarves no average resembles. */
function drawPeople(faces: readonly (readonly [number, number])[]): string {
  const sheet = document.createElement('canvas');
  [sheet.width, sheet.height] = [1600, 1200];
  const pen = sheet.getContext('2d')!;
  const area = (colour: string, points: readonly (readonly [number, number])[]) => { pen.fillStyle = colour; pen.beginPath(); for (const [x, y] of points) pen.lineTo(x, y); pen.fill(); };
  const round = (colour: string, x: number, y: number, across: number, high = across) => { pen.fillStyle = colour; pen.beginPath(); pen.ellipse(x, y, across / 2, high / 2, 0, 0, 7); pen.fill(); };
  const box = (colour: string, x: number, y: number, wide: number, high: number) => area(colour, [[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]]);
  box('#9fc0d8', 0, 0, 1600, 1200);
  area('#5d8152', [[0, 420], [400, 230], [800, 400], [1250, 210], [1600, 380], [1600, 900], [0, 900]]);
  area('#6a4a2c', [[180, 420], [800, 90], [1420, 420]]);
  box('#a98357', 260, 420, 1080, 420);
  for (let n = 0; n < 18; n++) box('#8d6a43', 260 + n * 60, 420, 6, 420);
  box('#3c2a1a', 700, 500, 180, 340);
  box('#c2a06b', 0, 820, 1600, 380);
  for (const [n, [x, y]] of faces.entries()) {
    area(n === 0 ? '#1f2a44' : '#5a1f24', [[x - 190, 1200], [x - 150, y + 150], [x + 150, y + 150], [x + 190, 1200]]);
    round('#191411', x, y - 12, 196, 216);
    round(n === 0 ? '#b9835a' : '#c9966b', x, y + 8, 158, 190);
    for (let s = 0; s < 5; s++) box(['#f2ead8', '#7d1c1c'][s % 2]!, x - 88, y - 92 + s * 10, 176, 10);
    for (const side of [-34, 34]) { round('#fbf7ee', x + side, y - 4, 36, 24); round('#15100d', x + side, y - 4, 18); box('#191411', x + side - 22, y - 30, 44, 8); }
    area('#9a6742', [[x, y], [x - 14, y + 40], [x + 14, y + 40]]);
    round('#8e2f2c', x, y + 64, 60, 20);
  }
  return sheet.toDataURL('image/jpeg', 0.9).split(',')[1]!;
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
