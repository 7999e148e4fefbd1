// The report tells what was shown, what was tried too seldom and what broke, and a short run never hides a long one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFigures } from './main.ts';
import { noteResult, standingOf, writePage, type Result } from './report.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'nr-report-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const result = (with_: Partial<Result>): Result => ({
  name: 'kill-server', shows: 'Killed | often', asked: 500, done: 500, bad: 0, seen: { acts: 12_345 }, wrong: [], seconds: 61.4, seed: 1, failed: null, machine: '2 × a core', ...with_,
});

test('a figure stands as shown, below the asked, or broken', () => {
  expect([{}, { done: 499 }, { bad: 1 }, { failed: 'it ended with 134' }].map((one) => standingOf(result(one)))).toEqual(['shown', 'below', 'broken', 'broken']);
});

test('a shorter run that goes well leaves the longer one; one that breaks does not', () => {
  noteResult(result({}), '2026-11-24', folder);
  noteResult(result({ done: 3 }), '2026-11-24', folder);
  const page = () => readFileSync(writePage(folder), 'utf8');
  expect(page()).toMatch(/\| `kill-server` \| Killed \\\| often \| 500 \| 500 \| 0 \| shown \| 61 \| 2026-11-24 \|/);
  expect(page()).toContain('| acts | 12,345 |');
  noteResult(result({ done: 3, bad: 1, wrong: ['an act is lost'] }), '2026-11-24', folder);
  expect(page()).toContain('**BROKEN**');
  expect(page()).toContain('- an act is lost');
  noteResult(result({ done: 4 }), '2026-11-25', folder);
  expect(page()).toContain('**below the asked**');
});

test('every figure of the issue’s table is there', async () => {
  const names = await listFigures();
  for (const name of ['memory-schedules', 'server-schedules', 'kill-server', 'power-cuts', 'restore-drills', 'many-phones', 'browser-faults', 'policy-cells', 'hostile-inputs', 'hostile-requests', 'board-subtraction']) expect(names).toContain(name);
});
