// What the figures came to, as a file for machines and a page for people; nothing that was measured better is overwritten by a shorter run.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tried } from './figure.ts';

export interface Result extends Tried {
  readonly name: string;
  readonly shows: string;
  /** The "at least". */
  readonly asked: number;
  readonly seconds: number;
  readonly seed: number;
  /** Why it could not be run to its end; null: it was. */
  readonly failed: string | null;
  readonly machine: string;
}

export type Standing = 'shown' | 'below' | 'broken';

/** shown: as often as asked, and nothing went wrong · below: nothing went wrong, but not as often as asked. */
export const standingOf = ({ bad, done, asked, failed }: Result): Standing => (bad > 0 || failed !== null ? 'broken' : done < asked ? 'below' : 'shown');

export const machineHere = (): string => {
  const cores = cpus();
  return `${cores.length} × ${cores[0]?.model.trim() || arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}, Node ${process.versions.node}`;
};

export const FIGURES_FOLDER = fileURLToPath(new URL('../../docs/figures', import.meta.url));
const DAY = /^\d{4}-\d{2}-\d{2}\.json$/;

const readDay = (file: string): readonly Result[] => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { figures: Result[] }).figures : []);

/** Puts a result into the day's file, unless what stands there was tried more often and went well. */
export function noteResult(result: Result, day: string, folder = FIGURES_FOLDER): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${day}.json`);
  const before = readDay(file);
  const known = before.find(({ name }) => name === result.name);
  if (known && standingOf(known) !== 'broken' && standingOf(result) !== 'broken' && known.done > result.done) return;
  const figures = [...before.filter(({ name }) => name !== result.name), result].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ day, figures }, null, 2)}\n`);
}

/** The page: of each figure the newest result of any day. */
export function writePage(folder = FIGURES_FOLDER): string {
  const newest = new Map<string, Result & { readonly day: string }>();
  for (const file of readdirSync(folder).filter((name) => DAY.test(name)).sort()) {
    for (const result of readDay(join(folder, file))) newest.set(result.name, { ...result, day: file.slice(0, 10) });
  }
  const all = [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = join(folder, 'README.md');
  writeFileSync(page, `${pageOf(all)}\n`);
  return page;
}

const SAYS: Readonly<Record<Standing, string>> = { shown: 'shown', below: '**below the asked**', broken: '**BROKEN**' };
const number = (value: number): string => value.toLocaleString('en-US');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function pageOf(all: readonly (Result & { readonly day: string })[]): string {
  const rows = all.map((one) => `| \`${one.name}\` | ${cell(one.shows)} | ${number(one.asked)} | ${number(one.done)} | ${number(one.bad)} | ${SAYS[standingOf(one)]} | ${number(Math.round(one.seconds))} | ${one.day} |`);
  const details = all.map((one) => [
    `### ${one.name}`, '', `${one.machine}; seed ${one.seed}.`, '',
    ...(one.failed === null ? [] : [`It did not come to its end: ${cell(one.failed)}`, '']),
    ...(Object.keys(one.seen).length === 0 ? [] : ['| counted besides | |', '|---|---|', ...Object.entries(one.seen).map(([what, seen]) => `| ${cell(what)} | ${typeof seen === 'number' ? number(seen) : cell(seen)} |`), '']),
    ...(one.wrong.length === 0 ? [] : ['What went wrong:', '', ...one.wrong.slice(0, 20).map((line) => `- ${cell(line)}`), '']),
  ].join('\n'));
  return ['# Figures', '', 'Made by `npm run sim -- full`, not by hand. One figure again: `npm run sim -- full NAME [count]`. A figure is shown when it was',
    'tried as often as asked and nothing went wrong.', '', '| figure | what is shown | asked | done | bad | | seconds | on |', '|---|---|---|---|---|---|---|---|', ...rows, '', ...details].join('\n').trimEnd();
}
