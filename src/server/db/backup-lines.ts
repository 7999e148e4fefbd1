// Lines of text into a packed and sealed file and out of it again, a piece at a time, whatever their number.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { BackupKey } from './backup-key.ts';
import { opening, sealing } from './backup-seal.ts';
import { Trouble } from './trouble.ts';

export interface Written {
  readonly rows: number;
  /** SHA-256 of the text before packing and sealing, in hex. */
  readonly sha256: string;
}

const AT_ONCE = 262_144;

/** Flushed to disk when it resolves. `key` null: not sealed, for what tells of nobody. */
export async function writeLines(file: string, lines: Iterable<string> | AsyncIterable<string>, key: BackupKey | null): Promise<Written> {
  const hash = createHash('sha256');
  let rows = 0;
  async function* counted(): AsyncGenerator<Buffer, void, undefined> {
    let chunk: string[] = [];
    let length = 0;
    const take = (): Buffer => {
      const text = Buffer.from(chunk.join(''));
      hash.update(text);
      chunk = [];
      length = 0;
      return text;
    };
    for await (const line of lines) {
      rows += 1;
      chunk.push(line, '\n');
      length += line.length;
      if (length >= AT_ONCE) yield take();
    }
    yield take();
  }
  const source = Readable.from(counted(), { objectMode: true });
  const target = createWriteStream(file, { mode: 0o600, flush: true });
  if (key) await pipeline(source, createGzip({ level: 6 }), sealing(key), target);
  else await pipeline(source, createGzip({ level: 6 }), target);
  return { rows, sha256: hash.digest('hex') };
}

/** The text of the file as it was before packing and sealing. Read it to its end: only then is all of it checked. */
export async function* textOf(file: string, key: BackupKey | null): AsyncGenerator<Buffer, void, undefined> {
  const unpacked = createGunzip();
  const source = createReadStream(file);
  const running = key ? pipeline(source, opening(key, file), unpacked) : pipeline(source, unpacked);
  // Told where it is awaited below; a reader that stops early does not want to hear of it.
  running.catch(() => undefined);
  try {
    for await (const part of unpacked) yield part as Buffer;
    await running;
  } catch (error) {
    if (await running.then(() => undefined, (cause: unknown) => cause instanceof Trouble)) await running;
    throw new Trouble(`${file} of the backup cannot be read (${(error as Error).message}). Take another backup.`, { cause: error });
  } finally {
    source.destroy();
  }
}

export async function* linesIn(file: string, key: BackupKey | null): AsyncGenerator<string, void, undefined> {
  let rest: Buffer[] = [];
  for await (const part of textOf(file, key)) {
    let from = 0;
    for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, from)) {
      rest.push(part.subarray(from, at));
      yield Buffer.concat(rest).toString('utf8');
      rest = [];
      from = at + 1;
    }
    if (from < part.length) rest.push(part.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8');
}

/** @throws Trouble where the file cannot be opened or is not what the manifest says */
export async function verifyLines(file: string, key: BackupKey | null, { rows, sha256 }: Written): Promise<void> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const chunk of textOf(file, key)) {
    hash.update(chunk);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  if (lines !== rows || hash.digest('hex') !== sha256) throw new Trouble(`${file} of the backup is not as it was written. Take another backup.`);
}
