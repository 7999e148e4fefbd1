// A share of the figure for every run of the tests, on both databases; and a server without its lock, to see that the worlds notice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyDatabase, engines } from '../../test/databases.ts';
import { openKeys, type Keys } from '#server/keys.ts';
import { openGround, type Ground } from './real-book.ts';
import { runRealWorld } from './server-schedules.ts';

/** Seeds that once failed. */
const FOUND = [
  // A sign-in that the full disk broke off was taken for done.
  35,
  // Two restores one upon the other.
  514,
  // A backup of a book that was just being put back.
  1861,
  // A world that went on while the book was put back.
  3095,
];

describe.each(engines)('worlds over the real server on %s', (engine) => {
  let folder: string;
  let keys: Keys;
  let ground: Ground;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nr-worlds-'));
    keys = openKeys(folder);
    const database = await emptyDatabase(engine);
    ({ drop } = database);
    ground = await openGround(database.url, engine);
  });
  afterAll(async () => {
    await ground.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('J1 to J10 hold in every world, whatever the seed has in store', async () => {
    const broken: string[] = [];
    let acts = 0;
    const seeds = [...FOUND, ...Array.from({ length: 12 }, (_, n) => 7_000 + n)];
    for (const [n, seed] of seeds.entries()) {
      const outcome = await runRealWorld(ground, keys, seed, n);
      acts += outcome.acts;
      if (outcome.broken) broken.push(`seed ${outcome.seed}: ${outcome.broken.what}`);
    }
    expect(broken).toEqual([]);
    expect(acts).toBeGreaterThan(20);
  });

  test('J8 a server that does not wait for the commune’s lock is caught', async () => {
    let caught = 0;
    for (let n = 0; n < 30 && caught === 0; n++) {
      const { broken } = await runRealWorld(ground, keys, 9_000 + n, 100 + n, { unlocked: true, stuckMs: 3_000, set: { grain: 1, seats: 6, phones: 6, events: 60, crash: 0, diskFull: 0 } });
      if (broken) caught += 1;
    }
    expect(caught).toBe(1);
  });
});
