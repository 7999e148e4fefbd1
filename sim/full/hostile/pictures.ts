// Small files of every kind a phone may send, sound in their structure, to be spoilt; and some that were never meant well.
const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 255]);
const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);

/** A JPEG of that size, with a place in it, `scans` times drawn. */
export function jpeg(width: number, height: number, scans = 1): Buffer {
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([1, 2, 3, 0xff, 0, 4])]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]), segment(0xe1, Buffer.from('Exif\0\0GPS 14.35,108.0')), segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])), segment(0xc4, Buffer.alloc(20)),
    ...Array.from({ length: scans }, () => scan), Buffer.from([0xff, 0xd9]),
  ]);
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

const riff = (...chunks: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return Buffer.concat([chunk('RIFF', body).subarray(0, 8), body]);
};
const vp8 = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(40);
  body.set([0x9d, 0x01, 0x2a], 3);
  body.writeUInt16LE(width, 6);
  body.writeUInt16LE(height, 8);
  return chunk('VP8 ', body);
};
const frame = (): Buffer => chunk('ANMF', Buffer.concat([Buffer.alloc(16), vp8(16, 8)]));

export const webp = (width: number, height: number): Buffer => riff(chunk('VP8X', Buffer.from([0x08, 0, 0, 0, 15, 0, 0, 7, 0, 0])), vp8(width, height), chunk('EXIF', Buffer.from('GPS 14.35')));
export const moving = (frames: number): Buffer => riff(chunk('VP8X', Buffer.from([0x02, 0, 0, 0, 15, 0, 0, 7, 0, 0])), chunk('ANIM', Buffer.alloc(6)), ...Array.from({ length: frames }, frame));

const box = (name: string, ...body: readonly Buffer[]): Buffer => {
  const inside = Buffer.concat(body);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(inside.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, inside]);
};
export const mp4 = (): Buffer => Buffer.concat([box('ftyp', Buffer.from('M4A \0\0\0\0')), box('moov', box('udta', Buffer.from('place')), box('trak', box('mdia', Buffer.alloc(40)))), box('mdat', Buffer.alloc(200, 7))]);
/** Boxes in boxes, and very many of them. */
export const deepMp4 = (): Buffer => Buffer.concat([box('ftyp', Buffer.alloc(8)), Array.from({ length: 60 }).reduce<Buffer>((inside) => box('moov', inside), box('udta', Buffer.alloc(10)))]);
export const manyBoxes = (): Buffer => Buffer.concat([box('ftyp', Buffer.alloc(8)), ...Array.from({ length: 100_000 }, () => box('free'))]);

export const webm = (): Buffer => Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(300, 9)]);
export const ogg = (): Buffer => Buffer.concat([Buffer.from('OggS'), Buffer.alloc(300, 9)]);

/** Two things at once: a picture that is also a page, a page that begins like a picture, a zip behind a picture. */
export const polyglots = (): readonly Buffer[] => [
  Buffer.concat([jpeg(16, 8), Buffer.from('<script>alert(1)</script>')]),
  Buffer.concat([jpeg(16, 8), Buffer.from('PK\x03\x04'), Buffer.alloc(100)]),
  Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xfe, Buffer.from('*/=alert(1);/*<svg onload=alert(1)>')), jpeg(16, 8).subarray(2)]),
  Buffer.concat([Buffer.from('GIF89a/*'), jpeg(16, 8)]),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  Buffer.concat([webp(16, 8), Buffer.from('<html><script>alert(1)</script>')]),
  riff(chunk('VP8X', Buffer.alloc(10)), chunk('EVIL', Buffer.from('<script>')), vp8(16, 8)),
];
