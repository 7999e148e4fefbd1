// What is sealed opens only with the same key at the same place, whole, in both forms; and not at all once forgotten.
import { describe, expect, test } from 'vitest';
import { SealedCodec, isSealed } from './sealed.ts';
import { newKey } from './seat-key.ts';
import { bytesOf, textOf } from './tables.ts';

const WORDS = 'Nước giọt cuối làng yếu, chiều tối mới đủ đầy can.';
const both = [
  ['at once', async (codec: SealedCodec, at: string) => codec.seal(WORDS, at)],
  ['apart', (codec: SealedCodec, at: string) => codec.sealApart(bytesOf(WORDS), at)],
] as const;

describe.each(both)('At rest: what is sealed %s', (_form, seal) => {
  test('opens for who sealed it, and holds none of its words', async () => {
    const codec = await SealedCodec.of(newKey());
    const sealed = await seal(codec, 'docs/h1');
    expect(textOf(await codec.openApart(sealed, 'docs/h1'))).toBe(WORDS);
    expect(Buffer.from(sealed).toString('latin1')).not.toContain(Buffer.from('làng').toString('latin1'));
    expect(isSealed(sealed)).toBe(true);
  });

  test('does not open elsewhere, with another key, or with one bit changed', async () => {
    const codec = await SealedCodec.of(newKey());
    const other = await SealedCodec.of(newKey(), true);
    const sealed = await seal(codec, 'docs/h1');
    await expect(codec.openApart(sealed, 'docs/h2')).rejects.toMatchObject({ trouble: 'corrupt' });
    await expect(other.openApart(sealed, 'docs/h1')).rejects.toMatchObject({ trouble: 'corrupt' });
    for (const at of [4, 20, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at]! ^= 1;
      await expect(codec.openApart(changed, 'docs/h1')).rejects.toMatchObject({ trouble: 'corrupt' });
    }
  });

  test('once forgotten neither opens nor is sealed, and the key is gone from memory', async () => {
    const key = newKey();
    const codec = await SealedCodec.of(key);
    const sealed = await seal(codec, 'docs/h1');
    codec.forget();
    expect(key.every((byte) => byte === 0)).toBe(true);
    await expect(codec.openApart(sealed, 'docs/h1')).rejects.toMatchObject({ trouble: 'closed' });
    await expect((async () => seal(codec, 'docs/h1'))()).rejects.toMatchObject({ trouble: 'closed' });
  });
});

describe('At rest: what was kept before anything was sealed', () => {
  test('is read as it is only by a codec that was told of it', async () => {
    const key = newKey();
    const old = await SealedCodec.of(key.slice(), true);
    const strict = await SealedCodec.of(key.slice());
    expect(old.open(bytesOf('[1]'), 'docs/h1')).toBe('[1]');
    expect(() => strict.open(bytesOf('[1]'), 'docs/h1')).toThrow('corrupt');
  });

  test.each([['JSON', '[["household","h1"]]'], ['a photo', 'RIFF....WEBP'], ['a recording of Chrome', '\u001aEß£'], ['a recording of a phone', '\0\0\0\u0018ftypmp42']])('%s is never taken for sealed', (_what, text) => {
    expect(isSealed(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))).toBe(false);
  });
});
