// Proves that nothing but picture and sound is kept, and that pictures too large or not what they claim are told apart.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canvas, JPEG, LOSSLESS, riff, SECRETS, tellingJpeg, tellingMoving, tellingMp4, tellingWebp, VP8L, WEBP } from '../../../test/pictures.ts';
import { bare, CLIP_TYPES, type ClipType } from './bare.ts';
import { bareJpeg } from './jpeg.ts';
import { bareWebp } from './webp.ts';

const found = (bytes: Uint8Array): readonly string[] => SECRETS.filter((secret) => Buffer.from(bytes).includes(Buffer.from(secret)));
const bytesOf = (bared: ReturnType<typeof bare>): Uint8Array => {
  if ('fault' in bared) throw new Error(bared.fault);
  return bared.bytes;
};

describe('metadata', () => {
  test.each<[string, ClipType, Uint8Array, number]>([
    ['a JPEG', 'image/jpeg', tellingJpeg(), 10], ['a WebP', 'image/webp', tellingWebp(), 8],
    ['a moving WebP', 'image/webp', tellingMoving(), 5], ['an MP4 recording', 'audio/mp4', tellingMp4(), 3],
  ])('place, camera, thumbnail, names and second pictures leave %s', (_, type, bytes, least) => {
    expect(found(bytes).length).toBeGreaterThanOrEqual(least);
    expect(found(bytesOf(bare(bytes, type)))).toEqual([]);
  });

  test('what draws the picture stays to the letter, and what is bare stays bare', () => {
    const plain = bareJpeg(JPEG)!;
    const told = bareJpeg(tellingJpeg())!;
    // The telling one carries Adobe's note on colours, 16 bytes, which is none on people.
    expect(told.bytes.length).toBe(plain.bytes.length + 16);
    expect(Buffer.from(plain.bytes.subarray(2))).toEqual(Buffer.from(JPEG.subarray(20)));
    expect(bareJpeg(told.bytes)!.bytes).toEqual(told.bytes);
    expect(Buffer.from(bareWebp(WEBP)!.bytes)).toEqual(Buffer.from(WEBP));
    expect(Buffer.from(bareWebp(LOSSLESS)!.bytes)).toEqual(Buffer.from(LOSSLESS));
    const webp = bareWebp(tellingWebp())!;
    expect(webp.bytes[20]).toBe(0);
    expect(bareWebp(webp.bytes)).toEqual(webp);
    const mp4 = bytesOf(bare(tellingMp4(), 'audio/mp4'));
    expect(mp4.length).toBe(tellingMp4().length);
    expect(Buffer.from(mp4).includes('sound sound')).toBe(true);
  });

  test('sizes are read before anything is drawn', () => {
    expect(bareJpeg(tellingJpeg())).toMatchObject({ width: 16, height: 8 });
    expect(bareWebp(WEBP)).toMatchObject({ width: 16, height: 8 });
    expect(bareWebp(LOSSLESS)).toMatchObject({ width: 16, height: 8 });
  });
});

describe('what is not kept', () => {
  const frame = JPEG.findIndex((byte, at) => byte === 0xff && JPEG[at + 1] === 0xc0);
  const sized = (width: number, height: number): Uint8Array => {
    const bytes = Uint8Array.from(JPEG);
    bytes.set([height >> 8, height & 255, width >> 8, width & 255], frame + 5);
    return bytes;
  };

  test('pictures of more than 25 million points, wherever they say so', () => {
    expect(bare(sized(5000, 5000), 'image/jpeg')).toHaveProperty('bytes');
    expect(bare(sized(5001, 5000), 'image/jpeg')).toEqual({ fault: 'clip.too-many-pixels' });
    const lossless = (canvasSide: number): Uint8Array => {
      const body = Uint8Array.from(VP8L);
      new DataView(body.buffer).setUint32(1, (9999 | (9999 << 14)) >>> 0, true);
      const head = Buffer.alloc(8);
      head.write('VP8L', 0, 'latin1');
      head.writeUInt32LE(body.length, 4);
      return riff(canvas(canvasSide, canvasSide, 0), Buffer.concat([head, body]));
    };
    expect(bare(lossless(16), 'image/webp')).toEqual({ fault: 'clip.too-many-pixels' });
    expect(bare(riff(canvas(16_777_216, 16_777_216, 0), WEBP.subarray(12)), 'image/webp')).toEqual({ fault: 'clip.too-many-pixels' });
    expect(bare(sized(0, 8), 'image/jpeg')).toEqual({ fault: 'clip.wrong-type' });
  });

  const texts = ['', '<svg onload="alert(1)"/>', '<!doctype html><script>', 'GIF89a', '%PDF-1.7', 'MZ', 'PK\u0003\u0004'];
  test.each(CLIP_TYPES)('anything that is not %s', (type) => {
    for (const text of texts) expect(bare(Buffer.from(text.padEnd(64, ' ')), type)).toEqual({ fault: 'clip.wrong-type' });
    const others: Record<ClipType, Uint8Array> = {
      'image/jpeg': JPEG, 'image/webp': WEBP, 'audio/mp4': tellingMp4(),
      'audio/webm': Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 2), 'audio/ogg': Buffer.from('OggS....'),
    };
    for (const one of CLIP_TYPES) expect('bytes' in bare(others[one], type), one).toBe(one === type);
  });

  test.each<[string, ClipType, Uint8Array]>([
    ['a JPEG', 'image/jpeg', JPEG], ['a WebP', 'image/webp', WEBP], ['a moving WebP', 'image/webp', tellingMoving()], ['an MP4', 'audio/mp4', tellingMp4()],
  ])('%s cut anywhere', (_, type, whole) => {
    expect(bare(whole, type)).toHaveProperty('bytes');
    for (let length = 0; length < whole.length; length++) {
      // An MP4 may end between two boxes: whole boxes are a whole file.
      if (type === 'audio/mp4' && 'bytes' in bare(whole.subarray(0, length), type)) expect(found(bytesOf(bare(whole.subarray(0, length), type)))).toEqual([]);
      else expect(bare(whole.subarray(0, length), type), `at ${length}`).toEqual({ fault: 'clip.wrong-type' });
    }
  });

  test('bytes by chance neither throw nor hang, nor let a word through', () => {
    const seeds = [tellingJpeg(), tellingWebp(), tellingMoving(), tellingMp4()];
    fc.assert(fc.property(fc.nat(3), fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { maxLength: 12 }), fc.constantFrom(...CLIP_TYPES), (seed, changes, type) => {
      const bytes = Uint8Array.from(seeds[seed]!);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const bared = bare(bytes, type);
      if ('bytes' in bared && type === 'image/jpeg') expect(bareJpeg(bared.bytes)).not.toBeNull();
    }), { numRuns: 3000 });
  });
});
