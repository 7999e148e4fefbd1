// The in-memory ledger and store keep the contracts that the real ones keep.
import { describe, test } from 'vitest';
import { type LedgerHouse, ledgerCases } from './ledger.contract.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryDisk, MemoryStore } from './memory-store.ts';
import { storeCases } from './store.contract.ts';

function house(): LedgerHouse {
  const communes = new Map<string, MemoryLedger>();
  // Every step lets others run, so that a missing lock would be seen.
  const of = (commune: string): MemoryLedger => {
    const ledger = communes.get(commune) ?? new MemoryLedger(undefined, () => Promise.resolve());
    communes.set(commune, ledger);
    return ledger;
  };
  return {
    openSeat: async (commune, device, person) => of(commune).openSeat(device, person),
    transact: (commune, work) => of(commune).transact(work),
    left: async (commune) => of(commune).book.left,
    apart: async (commune) => of(commune).book.apart.map((one) => one.act),
    close: async () => undefined,
  };
}

describe('memory ledger', () => {
  for (const { title, run } of ledgerCases) test(title, () => run(house()));
});

describe('memory store', () => {
  for (const { title, run } of storeCases) {
    test(title, () => run(async () => {
      const disk = new MemoryDisk();
      return { store: new MemoryStore(disk), again: async () => new MemoryStore(disk) };
    }));
  }
});
