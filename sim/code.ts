// The code a world runs on: the real one, or the real one with one fault planted in it.
import { Replica } from '#journal/replica.ts';
import { MemoryBook, MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryServer, NoSeat } from '#journal/memory-server.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import type { Row } from '#journal/act.ts';
import { scopeOf, sees } from '#commune/places/policy.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { kindsOf } from './kinds.ts';

export interface Code {
  readonly Replica: typeof Replica;
  readonly MemoryBook: typeof MemoryBook;
  readonly MemoryLedger: typeof MemoryLedger;
  readonly MemoryServer: typeof MemoryServer;
  readonly NoSeat: typeof NoSeat;
  readonly MemoryDisk: typeof MemoryDisk;
  readonly MemoryStore: typeof MemoryStore;
  readonly kindsOf: typeof kindsOf;
  sees(person: Row, row: Row, today: string): boolean;
  scopeOf(person: Row, today: string): string;
}

export const realCode: Code = {
  Replica, MemoryBook, MemoryLedger, MemoryServer, NoSeat, MemoryDisk, MemoryStore, kindsOf, sees,
  scopeOf: scopeKept,
};

const kept = new WeakMap<Row, { readonly today: string; readonly scope: string }>();

/** Rows are never changed in place, and a world asks for the same person thousands of times. */
function scopeKept(person: Row, today: string): string {
  const known = kept.get(person);
  if (known?.today === today) return known.scope;
  const scope = scopeOf(person as PersonRow, today);
  kept.set(person, { today, scope });
  return scope;
}
