// Every source file of the project, as text: what the house rules are checked on.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Source } from './rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'sim', 'tools', 'test'];

/** Reads all .ts, .tsx and .mjs files of the rooms. */
export function readSources(): readonly Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') })));
}
