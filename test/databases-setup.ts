// One folder of test databases for a whole run of the tests: started when first asked for, stopped when the run ends.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive } from '../src/server/db/postmaster.ts';
import { stopCluster } from '../tools/pg15.ts';

const NAME = 'nr-test-';
/** Sockets need short paths, whatever TMPDIR says. */
const home = () => (tmpdir().length > 40 ? '/tmp' : tmpdir());

export async function setup(): Promise<() => Promise<void>> {
  for (const old of readdirSync(home())) {
    const maker = new RegExp(`^${NAME}(\\d+)-`).exec(old);
    if (maker && !alive(Number(maker[1]))) await clear(join(home(), old));
  }
  const folder = mkdtempSync(join(home(), `${NAME}${process.pid}-`));
  process.env['NHA_RONG_TEST_GROUND'] = folder;
  return () => clear(folder);
}

async function clear(folder: string): Promise<void> {
  for (const engine of ['embedded', 'debian15']) if (existsSync(join(folder, engine))) await stopCluster(join(folder, engine));
  rmSync(folder, { recursive: true, force: true });
}
