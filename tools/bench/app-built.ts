// The app as it is shipped, built once a run into a folder of its own, so that no other build disturbs what is measured.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let built: Promise<string> | undefined;

/** Folder of the built app. */
export function builtApp(): Promise<string> {
  built ??= make();
  return built;
}

async function make(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'nha-rong-app-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { NODE_ENV } = process.env;
  // The runner of tests names its own; with that the app would be built as for working on it, without its worker.
  process.env.NODE_ENV = 'production';
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  return folder;
}
