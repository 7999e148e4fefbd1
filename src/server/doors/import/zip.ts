// Opens a zip within bounds: few entries, little when unpacked, no swelling, no encryption; else it is refused.
import { inflateRawSync } from 'node:zlib';
import { FileRefused } from './refused.ts';

const MOST_ENTRIES = 200;
/** All entries together, unpacked. A register of 40,000 people is about 15 MB of XML. */
const MOST_BYTES = 50_000_000;
/** Real sheets are packed 5 to 20 times; what is smaller than this may swell as it likes. */
const MOST_RATIO = 100;
const RATIO_FROM = 1_000_000;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

/**
 * Texts of the entries that `wanted` names. What a zip says of its sizes is not believed: unpacking stops at the bound.
 * @throws FileRefused file.broken, file.swollen, file.locked
 */
export function unzip(bytes: Buffer, wanted: (name: string) => boolean): ReadonlyMap<string, Buffer> {
  const entries = directory(bytes);
  const found = new Map<string, Buffer>();
  let total = 0;
  for (const entry of entries) {
    if (!wanted(entry.name)) continue;
    const text = unpack(bytes, entry, MOST_BYTES - total);
    total += text.length;
    found.set(entry.name, text);
  }
  return found;
}

/** Names in the zip, for telling what it is. */
export const namesIn = (bytes: Buffer): readonly string[] => directory(bytes).map((entry) => entry.name);

function directory(bytes: Buffer): readonly Entry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END) throw new FileRefused('file.broken');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) throw new FileRefused('file.swollen');
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new FileRefused('file.broken');
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new FileRefused('file.locked');
    const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function unpack(bytes: Buffer, entry: Entry, room: number): Buffer {
  const { offset, packed, method } = entry;
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new FileRefused('file.broken');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const data = bytes.subarray(start, start + packed);
  if (data.length !== packed) throw new FileRefused('file.broken');
  const most = Math.min(room, Math.max(RATIO_FROM, packed * MOST_RATIO));
  if (method === 0) {
    if (packed > room) throw new FileRefused('file.swollen');
    return data;
  }
  if (method !== 8) throw new FileRefused('file.broken');
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw new FileRefused((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'file.swollen' : 'file.broken');
  }
}
