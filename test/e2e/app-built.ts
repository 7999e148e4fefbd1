// Before any test: builds the app where it never was. npm test has built it anew by then; one file tried alone may not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './house.ts';

export async function setup(): Promise<void> {
  if (existsSync(join(ROOT, 'dist/phone/index.html'))) return;
  const { NODE_ENV } = process.env;
  // The runner of tests names its own; with that the app would be built as for working on it, without its worker.
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
