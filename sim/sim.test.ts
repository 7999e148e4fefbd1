// The make-believe commune as part of the tests: thousands of worlds, every seed that ever failed, and every planted fault.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { realCode } from './code.ts';
import { allFaults } from './faults.ts';
import { runWorld } from './run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** SIM_WORLDS=100000 for a longer night. */
const WORLDS = Number(process.env['SIM_WORLDS'] ?? '2000');
const FIRST = 1;

/** The command as people run it; it exits with 1 where a law is broken. */
function sim(...args: string[]): Promise<{ status: number; lines: readonly string[] }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', 'sim/main.ts', ...args], { cwd: ROOT, maxBuffer: 1 << 26 }, (error, out, trouble) => {
      const lines = `${out}${trouble}`.trimEnd().split('\n');
      resolve({ status: error ? Number(error.code ?? 1) : 0, lines });
    });
  });
}

describe('the make-believe commune', () => {
  test(`J1 to J10 hold in ${WORLDS} worlds from seed ${FIRST} on`, { timeout: 600_000 + WORLDS * 100 }, async () => {
    const { status, lines } = await sim(String(FIRST), String(WORLDS));
    expect(lines.at(-1), lines.join('\n')).toMatch(new RegExp(`^${WORLDS} worlds, \\d+ acts, 0 laws broken$`));
    expect(status).toBe(0);
    // A knob that no longer does anything would leave its fault untried.
    const faults = ['answer lost', 'backup made', 'clock jumped', 'crash at commit', 'crash at done', 'crash at write', 'day passed', 'gave up waiting',
      'household moved', 'old request arrived again', 'other content under a taken turn', 'page cut off', 'phone full at append', 'phone full at settle',
      'phone full at take', 'phone killed', 'phone upgraded', 'post changed', 'request lost', 'request twice', 'restored', 'row went bad on a phone',
      'server upgraded', 'signed in', 'page lost a row', 'phone closed its store at open', 'phone closed its store at rows', 'phone doubts: history',
      'phone doubts: rows', 'phone lost', 'restored, and nobody told the server', 'row vanished from a phone', 'server disk full', 'somebody else answered',
      'told to let rows go without an order'];
    for (const fault of faults) expect(lines.some((line) => line.trim().endsWith(` ${fault}`)), fault).toBe(true);
  });

  test('J1 to J10 hold in every world that was ever broken', { timeout: 600_000 }, async () => {
    const { lines } = await sim('seeds');
    expect(lines.at(-1), lines.join('\n')).toMatch(/^\d+ worlds, \d+ acts, 0 laws broken$/);
  });

  test('J1 to J10 each notice the faults planted against them', { timeout: 1_200_000 }, async () => {
    const { status, lines } = await sim('faults');
    const [, caught, all] = /^caught (\d+) of (\d+)$/.exec(lines.at(-1)!) ?? [];
    expect(lines.filter((line) => !line.startsWith('caught')), lines.join('\n')).toEqual([]);
    expect([caught, status]).toEqual([all, 0]);
    for (const law of ['J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9', 'J10']) expect(lines.some((line) => line.startsWith(`caught  ${law} `)), law).toBe(true);
  });

  test('J1 to J10 with their faults stand in LAWS.md as they are planted', async () => {
    const paper = await readFile(new URL('../src/journal/LAWS.md', import.meta.url), 'utf8');
    const written = [...paper.matchAll(/^\| (J\d+) \| (?!.* \| )(.+) \|$/gm)].map(([, law, name]) => `${law} ${name}`);
    expect(written.sort()).toEqual(allFaults.map(({ laws, name }) => `${laws[0]} ${name}`).sort());
  });

  test('one seed is one world: the same steps, acts and trace, twice', async () => {
    for (let seed = 9_000; seed < 9_040; seed++) {
      const [once, twice] = [await runWorld(seed, realCode), await runWorld(seed, realCode)];
      expect([twice.hash, twice.steps, twice.acts, twice.trace]).toEqual([once.hash, once.steps, once.acts, once.trace]);
    }
  });
});
