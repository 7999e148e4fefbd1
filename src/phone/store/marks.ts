// Finds the household a row lies with by the row's key alone, from four bytes a row.
import type { RowKey } from '#journal/act.ts';

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
