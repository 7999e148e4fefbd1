// Pictures as phones make them, with everything in them that tells where, when and by whom; for tests of its removal.

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'));
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat(parts));

/** Drawn on a browser's canvas, 16 x 8; the browser itself puts a colour profile in. */
export const JPEG = bytesOf('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAEE/8QAFhABAQEAAAAAAAAAAAAAAAAAAAER/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAWEQEBAQAAAAAAAAAAAAAAAAABAgD/2gAMAwEAAhEDEQA/AMtuVQH1GFao3//Z');
const VP8 = bytesOf('cAEAnQEqEAAIAAVAaCWwAnQBdQAA/uVgYpOWZw144fm8fc/xT5Dot1iAAAA=');
export const VP8L = bytesOf('Lw/AAQAP8Cztmj1DY/6Dg5Agif5fTPJDRP8D6AA=');

/** Words that must not be found in what is kept. */
export const SECRETS = ['GPS', 'Exif', 'MakerNote Samsung', 'SM-A125F', 'thumbnail-of-the-kitchen', 'Y Hương chụp', 'photoshop', 'ns.adobe.com', 'ICC_PROFILE', 'second picture', '14.6789N'] as const;

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  joined(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body);

/** TIFF block as in Exif: place, maker's note, camera, a thumbnail. */
const EXIF = joined(latin('Exif\0\0II*\0\x08\0\0\0GPS 14.6789N 107.8E;MakerNote Samsung SM-A125F;thumbnail-of-the-kitchen'), JPEG);

/** The picture with every kind of application segment, comments in odd places, fill bytes, and a second picture behind its end. */
export function tellingJpeg(): Uint8Array<ArrayBuffer> {
  const [start, rest] = [JPEG.subarray(0, 2), JPEG.subarray(2)];
  const apps = [
    segment(0xe1, EXIF), segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPS="14.6789N"/>')),
    segment(0xe2, latin('ICC_PROFILE\0\x01\x01profile')), segment(0xe2, latin('MPF\0 second picture here')),
    segment(0xed, latin('Photoshop 3.0\0photoshop 8BIM caption')), segment(0xee, latin('Adobe\0d\0\0\0\0\x01')),
    segment(0xfe, Uint8Array.from(Buffer.from('Y Hương chụp ở nhà'))), Uint8Array.of(0xff, 0xff),
  ];
  const scan = JPEG.lastIndexOf(0xda) - 1;
  const middle = [rest.subarray(0, scan - 2), segment(0xe5, latin('SM-A125F')), rest.subarray(scan - 2)];
  return joined(start, ...apps, ...middle, latin('second picture: '), JPEG, latin('GPS'));
}

const chunk = (name: string, body: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return body.length % 2 ? joined(head, body, Uint8Array.of(0)) : joined(head, body);
};
export function riff(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = joined(...chunks);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  head.write('WEBP', 8, 'latin1');
  return joined(head, body);
}
const u24 = (value: number): readonly number[] => [value & 255, (value >> 8) & 255, value >> 16];
export const canvas = (width: number, height: number, flags: number): Uint8Array => chunk('VP8X', Uint8Array.of(flags, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)));

export const WEBP = riff(chunk('VP8 ', VP8));
export const LOSSLESS = riff(chunk('VP8L', VP8L));

/** With profile, Exif, XMP, a chunk nobody knows, and bytes behind the end. */
export const tellingWebp = (): Uint8Array<ArrayBuffer> => joined(riff(
  canvas(16, 8, 0x2c), chunk('ICCP', latin('ICC_PROFILE')), chunk('VP8 ', VP8), chunk('EXIF', EXIF),
  chunk('XMP ', latin('http://ns.adobe.com/xap/1.0/ GPS')), chunk('note', Uint8Array.from(Buffer.from('Y Hương chụp'))),
), latin('second picture GPS'));

/** A moving picture whose frame hides a chunk of notes. */
export const tellingMoving = (): Uint8Array<ArrayBuffer> => riff(
  canvas(16, 8, 0x02), chunk('ANIM', new Uint8Array(6)),
  chunk('ANMF', joined(Uint8Array.of(0, 0, 0, 0, 0, 0, ...u24(15), ...u24(7), 0, 0, 0, 0), chunk('VP8L', VP8L), chunk('EXIF', EXIF))),
);

const box = (name: string, ...inside: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...inside);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(name, 4, 'latin1');
  return joined(head, body);
};

/** A recording with the place in its notes. */
export const tellingMp4 = (): Uint8Array<ArrayBuffer> => joined(
  box('ftyp', latin('M4A \0\0\0\0')), box('moov', box('mvhd', new Uint8Array(20)), box('udta', box('\xa9xyz', latin('+14.6789N GPS'))), box('trak', box('meta', latin('SM-A125F')))),
  box('mdat', latin('sound sound')),
);
