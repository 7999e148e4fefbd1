// A photo as large as a phone's, of noise: a whole JPEG to whoever looks at its segments, and no two alike.
import { randomFillSync } from 'node:crypto';

const HEAD = Buffer.from([
  0xff, 0xd8,
  // One frame of 1600 by 1200 points, three colours.
  0xff, 0xc0, 0, 17, 8, 1200 >> 8, 1200 & 255, 1600 >> 8, 1600 & 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
  0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0,
]);
const END = Buffer.from([0xff, 0xd9]);

/** @param bytes its size */
export function photo(bytes: number): Buffer {
  const scan = randomFillSync(Buffer.alloc(bytes - HEAD.length - END.length));
  // 0xff would begin a marker.
  for (let at = 0; at < scan.length; at++) scan[at]! &= 0x7f;
  return Buffer.concat([HEAD, scan, END]);
}
