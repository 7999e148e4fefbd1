// npm run sim -- full [NAME] [count]: runs the figures one after the other, each in a process of its own, and writes the report.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Tried } from './figure.ts';
import { machineHere, noteResult, standingOf, writePage, type Result } from './report.ts';

/** In this order; figures that are not named come last. The short ones first, so that a mistake shows early. */
const ORDER = [
  'policy-cells', 'many-phones', 'hostile-requests', 'restore-drills', 'hostile-inputs', 'board-subtraction', 'browser-faults',
  'power-cuts', 'memory-schedules', 'kill-server', 'server-schedules',
];
const NOT_FIGURES = new Set(['main', 'report', 'figure']);

/** Names of the figures there are: every file here that exports one. */
export async function listFigures(folder = fileURLToPath(new URL('.', import.meta.url))): Promise<readonly string[]> {
  const names = readdirSync(folder).filter((file) => /^[a-z0-9-]+\.ts$/.test(file)).map((file) => file.slice(0, -3)).filter((name) => !NOT_FIGURES.has(name));
  const figures = names.filter((name) => /^export const figure\b/m.test(readFileSync(join(folder, `${name}.ts`), 'utf8')));
  const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return figures.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const load = async (name: string): Promise<Figure> => ((await import(new URL(`${name}.ts`, import.meta.url).href)) as { figure: Figure }).figure;

/** In a process of its own: whatever it does to itself, the others go on. */
export async function runOne([name, count, seed, answer]: readonly string[]): Promise<boolean> {
  const figure = await load(name!);
  const began = process.hrtime.bigint();
  const nothing: Tried = { done: 0, bad: 0, seen: {}, wrong: [] };
  const { failed, ...tried } = await figure.run(Number(count) || figure.atLeast, Number(seed), (line) => console.log(`  ${line}`))
    .then((done) => ({ ...done, failed: null }), (error: unknown) => {
      console.error(error);
      return { ...nothing, failed: error instanceof Error ? error.message : String(error) };
    });
  writeFileSync(answer!, JSON.stringify({ ...tried, failed, name: figure.name, shows: figure.shows, asked: figure.atLeast, seconds: Number(process.hrtime.bigint() - began) / 1e9, seed: Number(seed) }));
  return tried.bad === 0 && failed === null;
}

/** Runs all figures, or the one named; answers whether all is shown. */
export async function runFull([name, count]: readonly string[], day = new Date().toISOString().slice(0, 10)): Promise<boolean> {
  const all = await listFigures();
  if (name !== undefined && !all.includes(name)) {
    console.log(`There is no figure ${name}. There are: ${all.join(', ')}`);
    return false;
  }
  const seed = Number(process.env['SIM_SEED'] ?? '1');
  const results: Result[] = [];
  for (const one of name === undefined ? all : [name]) {
    console.log(`\n— ${one}`);
    const result = await inProcess(one, count ?? '', seed);
    results.push(result);
    noteResult(result, day);
    console.log(lineOf(result));
  }
  console.log(`\n${results.map(lineOf).join('\n')}\nReport: ${writePage()}`);
  return results.every((result) => standingOf(result) === 'shown');
}

const lineOf = (result: Result): string => {
  const standing = standingOf(result);
  const sign = standing === 'shown' ? 'shown ' : standing === 'below' ? 'BELOW ' : 'BROKEN';
  return `${sign} ${result.name}: ${result.done} of ${result.asked} asked, ${result.bad} bad, ${Math.round(result.seconds)} s${result.failed === null ? '' : ` (${result.failed})`}${result.wrong.length > 0 ? `\n       ${result.wrong.slice(0, 5).join('\n       ')}` : ''}`;
};

async function inProcess(name: string, count: string, seed: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'nr-figure-'));
  const answer = join(folder, 'answer.json');
  const began = Date.now();
  try {
    const { flags = [] } = await load(name);
    const code = await new Promise<number | string>((resolve) => {
      const child = spawn(process.execPath, [...process.execArgv, ...flags, fileURLToPath(new URL('../main.ts', import.meta.url)), 'figure', name, count, String(seed), answer], { stdio: 'inherit' });
      child.once('error', (error) => resolve(error.message));
      child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'ended'));
    });
    const result = JSON.parse(readFileSync(answer, 'utf8')) as Omit<Result, 'machine'>;
    return { ...result, failed: result.failed ?? (code === 0 || code === 1 ? null : `it ended with ${code}`), machine: machineHere() };
  } catch (error) {
    return await withoutAnswer(name, seed, (Date.now() - began) / 1000, error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withoutAnswer(name: string, seed: number, seconds: number, error: unknown): Promise<Result> {
  const figure = await load(name).catch(() => ({ shows: '', atLeast: 0 }));
  const failed = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it ended without an answer' : String(error);
  return { name, shows: figure.shows, asked: figure.atLeast, done: 0, bad: 0, seen: {}, wrong: [], seconds, seed, failed, machine: machineHere() };
}
