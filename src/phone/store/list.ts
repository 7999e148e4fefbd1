// The list of all households as it lies on the phone: opened at once when the app opens, sealed again for that in quiet moments.
import type { Lines } from './gathering.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, ListRecord, Sealed } from './tables.ts';
import { bytesOf, textOf } from './tables.ts';

export interface Opened {
  readonly chunks: Lines[];
  /** One could not be read. */
  readonly harmed: boolean;
  /** One was sealed by the slow cipher. */
  readonly slow: boolean;
}

/** The chunks in order, all opened beside one another; an unreadable one counts as empty, and is told. Rejects with ShelfTrouble closed. */
export async function openedList(codec: Codec, records: readonly ListRecord[]): Promise<Opened> {
  let harmed = false;
  const chunks = await Promise.all(records.map(async ({ k, text }) => {
    try {
      return JSON.parse(textOf(await codec.openApart(text, `list/${k}`))) as Lines;
    } catch (error) {
      if (error instanceof ShelfTrouble && error.trouble === 'closed') throw error;
      harmed = true;
      return [];
    }
  }));
  return { chunks, harmed, slow: records.some(({ text }) => !codec.isApart(text)) };
}

/**
 * A chunk is written in a transaction, where only the slow cipher answers in time. Sealed by the browser's own it opens in
 * a tenth of the time (docs/decisions/0009). Undefined where it is so already.
 */
export async function repacked(codec: Codec, { k, text }: ListRecord): Promise<Sealed | undefined> {
  if (codec.isApart(text)) return undefined;
  const again = await codec.sealApart(bytesOf(codec.open(text, `list/${k}`)), `list/${k}`);
  return sameBytes(again, text) ? undefined : again;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
