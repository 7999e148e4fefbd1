// Before any test: builds the app where it never was. npm test has built it anew by then; one file tried alone may not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './house.ts';

export async function setup(): Promise<void> {
  if (existsSync(join(ROOT, 'dist/phone/index.html'))) return;
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
}
