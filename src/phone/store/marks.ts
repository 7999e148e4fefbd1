// Finds the household a row lies with by the row's key alone, from four bytes a row.
import type { RowKey } from '#journal/act.ts';
import { bytesOf, textOf } from './tables.ts';

/** 32-bit FNV-1a. Two keys may share a mark: whoever finds one still looks into the household. */
export function markOf(key: RowKey): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Homes of one chunk with the marks of their rows. */
export interface ChunkMarks {
  readonly homes: readonly string[];
  readonly counts: Uint32Array;
  readonly marks: Uint32Array;
}

/** As they were kept before anything was sealed. */
export interface MarksOfBefore extends ChunkMarks {
  readonly k: string;
}

/** The chunk with these homes' marks put in place of theirs before; homes it has not yet come last. */
export function remarked(chunk: ChunkMarks | undefined, fresh: ReadonlyMap<string, readonly RowKey[]>): ChunkMarks {
  const homes = [...(chunk?.homes ?? [])];
  const lists: (Uint32Array | number[])[] = [];
  let at = 0;
  homes.forEach((home, i) => {
    const end = at + chunk!.counts[i]!;
    lists.push(fresh.has(home) ? fresh.get(home)!.map(markOf) : chunk!.marks.subarray(at, end));
    at = end;
  });
  const held = new Set(homes);
  for (const [home, keys] of fresh) {
    if (held.has(home)) continue;
    homes.push(home);
    lists.push(keys.map(markOf));
  }
  const marks = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let place = 0;
  for (const list of lists) {
    marks.set(list, place);
    place += list.length;
  }
  return { homes, counts: Uint32Array.from(lists, (list) => list.length), marks };
}

/** Homes that may have the row, for each key: mostly one, or none. */
export function homesOf(chunks: Iterable<ChunkMarks>, keys: readonly RowKey[]): Map<RowKey, string[]> {
  const wanted = new Map<number, RowKey[]>();
  for (const key of keys) {
    const mark = markOf(key);
    const same = wanted.get(mark);
    if (same) same.push(key);
    else wanted.set(mark, [key]);
  }
  const found = new Map<RowKey, string[]>(keys.map((key) => [key, []]));
  for (const { homes, counts, marks } of chunks) {
    let home = 0;
    let end = counts[0] ?? 0;
    for (let i = 0; i < marks.length; i++) {
      while (i >= end) end += counts[++home]!;
      const hits = wanted.get(marks[i]!);
      if (hits) for (const key of hits) found.get(key)!.push(homes[home]!);
    }
  }
  return found;
}

/** A chunk as bytes: three counts, the counts of each home, the marks, then the homes' names. */
export function packedMarks({ homes, counts, marks }: ChunkMarks): Uint8Array<ArrayBuffer> {
  const names = bytesOf(JSON.stringify(homes));
  const bytes = new Uint8Array(4 * (2 + counts.length + marks.length) + names.length);
  const numbers = new Uint32Array(bytes.buffer, 0, 2 + counts.length + marks.length);
  numbers.set([counts.length, marks.length]);
  numbers.set(counts, 2);
  numbers.set(marks, 2 + counts.length);
  bytes.set(names, numbers.byteLength);
  return bytes;
}

/** @throws RangeError, SyntaxError or TypeError where the bytes are no chunk */
export function unpackedMarks(packed: Uint8Array<ArrayBuffer>): ChunkMarks {
  const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice();
  const [homes, marks] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2) as unknown as [number, number];
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 + homes + marks);
  return { homes: JSON.parse(textOf(bytes.subarray(numbers.byteLength))) as string[], counts: numbers.subarray(2, 2 + homes), marks: numbers.subarray(2 + homes) };
}
