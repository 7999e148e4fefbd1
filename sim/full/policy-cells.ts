// The policy table tried cell by cell, everybody against everything: over HTTP, in SQL past all code, and with forged acts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDb, type Db } from '#server/db/open.ts';
import { actCells } from '../cells/act-cells.ts';
import type { Cell } from '../cells/cell.ts';
import { doorCells, linesOfTable, openClip, useCells } from '../cells/door-cells.ts';
import { forgedCells } from '../cells/forged-cells.ts';
import { readCellsOf } from '../cells/read-cells.ts';
import { Stage } from '../cells/stage.ts';
import type { Figure, Tried } from './figure.ts';

/** Cells that read what stands in the beginning come first: those that say acts change it. */
const cellsOf = (stage: Stage): readonly Cell[] => [...readCellsOf(stage.days), ...useCells(), ...doorCells(), ...actCells(), ...forgedCells()];

/** Every so-manieth cell from one that the seed says, so that a share goes through all of them. */
function shareOf(cells: readonly Cell[], count: number, seed: number): readonly Cell[] {
  if (count >= cells.length) return cells;
  const step = cells.length / count;
  return Array.from({ length: count }, (_, i) => cells[Math.floor(((seed % cells.length) + i * step) % cells.length)]!);
}

const MOST_WRONG = 40;

/** @param db empty and migrated; it stays open */
export async function tryCells(db: Db, count: number, seed: number, say: (line: string) => void): Promise<Tried> {
  const stage = await Stage.open(db);
  const wrong: string[] = [];
  const tried = { http: 0, sql: 0, forged: 0 };
  try {
    await openClip(stage);
    const all = cellsOf(stage);
    const share = shareOf(all, count, seed);
    say(`${share.length} of ${all.length} cells, ${linesOfTable()} lines of the table`);
    let bad = 0;
    for (const [i, cell] of [...share].sort((a, b) => all.indexOf(a) - all.indexOf(b)).entries()) {
      const fault = await cell.run(stage).catch((error: unknown) => `threw ${(error as Error).message}`);
      tried[cell.way] += 1;
      if (fault !== null) {
        bad += 1;
        if (wrong.length < MOST_WRONG) wrong.push(`${cell.way} ${cell.name}: ${fault}`);
      }
      if ((i + 1) % 1000 === 0) say(`${i + 1} cells, ${bad} bad`);
    }
    return { done: share.length, bad, seen: { 'cells over HTTP': tried.http, 'cells in SQL': tried.sql, 'forged acts and readings': tried.forged, 'lines of the table': linesOfTable() }, wrong };
  } finally {
    await stage.close();
  }
}

export const figure: Figure = {
  name: 'policy-cells',
  shows: 'everybody against every act, row and door: as the policy table says, over HTTP, in SQL and by forged acts',
  atLeast: 6_000,
  async run(count, seed, say) {
    const dataDir = mkdtempSync(join(tmpdir(), 'nr-policy-'));
    const db = await openDb({ dataDir, say: () => undefined });
    try {
      return await tryCells(db, count, seed, say);
    } finally {
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};
