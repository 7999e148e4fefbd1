// Records acts of every kind for src/commune/corpus: what the tests say, a few of each sort. Files that are there stay as they are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonical } from '../../src/journal/canonical.ts';
import { type Case, type Corpus, nameOf, resultOf } from '../../src/commune/corpus/recorded.ts';
import { kinds } from '../../src/commune/kinds.ts';
import type { Asked } from '../../src/commune/story.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'src', 'commune', 'corpus');
/** Of each sort of act that was taken one, and of each reason to refuse one: at most so many. */
const MOST = { taken: 8, refused: 8 } as const;

/** @param anew kinds whose present version is recorded once more; `all` for every one. Answers whether it went well. */
export function record(anew: readonly string[]): boolean {
  const wanted = [...kinds.values()].map(({ name, version }) => ({ kind: name, v: version }));
  const there = new Set(readdirSync(folder));
  const due = wanted.filter((one) => anew.includes('all') || anew.includes(one.kind) || !there.has(nameOf(one)));
  const unknown = anew.filter((name) => name !== 'all' && !kinds.has(name));
  if (unknown.length > 0) {
    console.error(`No kind is called ${unknown.join(', ')}.`);
    return false;
  }
  if (due.length === 0) {
    console.log('Every kind and version is recorded.');
    return true;
  }
  const heard = listen();
  if (!heard) return false;
  let well = true;
  for (const { kind, v } of due) {
    const corpus = chosen(kind, v, heard.get(kind) ?? []);
    const taken = corpus.cases.filter(({ result }) => result.includes('"puts"')).length;
    if (taken === 0) {
      console.error(`${kind}: no test of src/commune says one that is taken; write it first.`);
      well = false;
      continue;
    }
    writeFileSync(join(folder, nameOf(corpus)), textOf(corpus));
    console.log(`${nameOf(corpus)}: ${taken} taken, ${corpus.cases.length - taken} refused`);
  }
  return well;
}

/** Runs the tests and answers what they said, by kind, in order. */
function listen(): ReadonlyMap<string, readonly Asked[]> | undefined {
  const place = mkdtempSync(join(tmpdir(), 'nha-rong-corpus-'));
  const file = join(place, 'heard.ndjson');
  try {
    writeFileSync(file, '');
    const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vitest'), ['run', '--config', join('tools', 'corpus', 'vitest.config.ts')],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NHA_RONG_CORPUS: file } });
    if (status !== 0) {
      console.error('The tests of src/commune fail: run them, mend them, then record.');
      return undefined;
    }
    const byKind = new Map<string, Asked[]>();
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '') continue;
      const asked = JSON.parse(line) as Asked;
      byKind.set(asked.kind, [...(byKind.get(asked.kind) ?? []), asked]);
    }
    return byKind;
  } finally {
    rmSync(place, { recursive: true });
  }
}

function chosen(kind: string, v: number, heard: readonly Asked[]): Corpus {
  const sorts = new Map<string, Case>();
  const counts = { taken: 0, refused: 0 };
  for (const { said, body, rows, outcome } of heard.filter((one) => one.v === v)) {
    const sort = sortOf(body, outcome);
    const which = 'refusal' in outcome ? 'refused' : 'taken';
    if (sorts.has(sort) || counts[which] === MOST[which]) continue;
    counts[which] += 1;
    sorts.set(sort, { said, body: body as Case['body'], rows, result: resultOf(outcome) });
  }
  const cases = [...sorts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { kind, v, cases };
}

/** Two acts are of one sort where they are refused for one reason, or carry the same fields and leave rows of the same kinds. */
function sortOf(body: unknown, outcome: Asked['outcome']): string {
  if ('refusal' in outcome) return `refused ${outcome.refusal.code}`;
  const filled = Object.entries((body ?? {}) as object).map(([name, value]) => `${name}${Array.isArray(value) ? (value.length > 0 ? '[+]' : '[]') : value === null ? '=null' : ''}`);
  return `taken ${canonical([filled.sort(), outcome.puts.map((row) => row.kind), outcome.drops?.length ?? 0])}`;
}

/** A case a line, so that a difference can be read. */
const textOf = ({ kind, v, cases }: Corpus): string => `{"kind":${JSON.stringify(kind)},"v":${v},"cases":[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
