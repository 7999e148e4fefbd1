// Plants one fault in a copy of the real journal code: the text it changes must be there exactly once, or the fault is out of date.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Code, realCode } from './code.ts';

/** In `file` of src/journal, `from` becomes `to`. */
export type Edit = readonly [file: string, from: string, to: string];

const JOURNAL = new URL('../src/journal/', import.meta.url);

/** Runs `work` on the code with these changes. */
export async function withEdits<T>(edits: readonly Edit[], work: (code: Code) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nha-rong-fault-'));
  try {
    for (const name of await readdir(JOURNAL)) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.endsWith('.contract.ts')) continue;
      let text = await readFile(new URL(name, JOURNAL), 'utf8');
      for (const [file, from, to] of edits) if (file === name) text = changed(text, file, from, to);
      await writeFile(join(folder, name), text);
    }
    return await work(await load(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function changed(text: string, file: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}

async function load(folder: string): Promise<Code> {
  const part = async (name: string) => (await import(pathToFileURL(join(folder, name)).href)) as Partial<Code>;
  const parts = await Promise.all(['replica.ts', 'memory-ledger.ts', 'memory-server.ts', 'memory-store.ts'].map(part));
  return Object.assign({}, realCode, ...parts) as Code;
}
