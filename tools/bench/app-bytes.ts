// app.first-load and app.fonts: what a real browser fetches up to the first opened app screen, in brotli bytes as packed.
import { readFileSync, rmSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp } from './app-built.ts';
import { startGround } from './ground.ts';
import { atDoor, goIn, openPocket } from './pocket.ts';
import { say } from './say.ts';

/** Published first loads of peers, brotli bytes (issue 2): a register, two form fillers, a discussion board. */
const PEERS = { CHT: 1_050_000, 'ODK form': 533_000, Enketo: 458_000, Polis: 356_000 };

/** Bytes of a served path: its packed copy, or itself where it is packed already (fonts). */
function packed(app: string, path: string): number {
  const file = join(app, path === '/' ? 'index.html' : path);
  try {
    return statSync(`${file}.br`).size;
  } catch {
    return readFileSync(file).length;
  }
}

/** Paths a browser without anything of ours asks for, from the address to Today. */
async function asked(app: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nha-rong-profile-'));
  const ground = await startGround(20, app);
  // Its worker would stock the whole app behind the first screen: that is not what the first screen waits for.
  const pocket = await openPocket(folder, [], 'block');
  const paths = new Set<string>();
  pocket.context.on('request', (request) => paths.add(new URL(request.url()).pathname));
  await atDoor(pocket.page, ground.origin);
  await goIn(pocket.page);
  await pocket.page.waitForLoadState('networkidle');
  await pocket.close();
  await ground.stop();
  rmSync(folder, { recursive: true, force: true });
  return [...paths];
}

export async function run(): Promise<void> {
  const app = await builtApp();
  const paths = await asked(app);
  const sum = (files: readonly string[]) => files.reduce((bytes, path) => bytes + packed(app, path), 0);
  const first = paths.filter((path) => path === '/' || /\.(js|css)$/.test(path));
  const fonts = paths.filter((path) => path.endsWith('.woff2'));
  const rest = paths.filter((path) => !first.includes(path) && !fonts.includes(path) && !path.startsWith('/api/'));
  const lightest = Math.min(...Object.values(PEERS));
  const each = (files: readonly string[]) => files.map((path) => `${path.split('/').at(-1) || 'index.html'} ${packed(app, path)}`).join(', ');
  say({
    name: 'app.first-load', value: sum(first), unit: 'bytes', reference: lightest, aim: '105 kB',
    referenceIs: `the lightest peer's published figure; all: ${Object.entries(PEERS).map(([peer, bytes]) => `${peer} ${bytes / 1000} kB`).join(', ')}`,
    note: `HTML, CSS and JS from the address through sign-in and PIN to Today: ${each(first)}; besides ${sum(rest)} bytes of ${rest.length} icons and manifest`,
  });
  say({ name: 'app.fonts', value: sum(fonts), unit: 'bytes', aim: '45 kB', note: each(fonts) });
}
