// The drill: the newest backup is put into an empty database of its own, looked through, and thrown away again.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from './audit.ts';
import type { BackupKey } from './backup-key.ts';
import { listBackups, type Manifest } from './backup-list.ts';
import { checkDigests } from './digest.ts';
import { lastEntry } from './ledger.ts';
import { openDb, type Db } from './open.ts';
import { alive } from './postmaster.ts';
import { restoreBackup } from './restore.ts';
import { Trouble } from './trouble.ts';

export interface Drill {
  /** ms. */
  readonly at: number;
  /** Name of the backup. */
  readonly backup: string;
  readonly rows: number;
  readonly clips: number;
  readonly seconds: number;
  /** What was not as it should be, a sentence each; nothing: this backup can be put back. */
  readonly wrong: readonly string[];
}

export interface DrillWish {
  /** The scratch database is made below it, and removed. */
  readonly dataDir: string;
  readonly backupDir: string;
  readonly key: BackupKey;
  readonly now: number;
  readonly say?: (sentence: string) => void;
}

const SCRATCH = /^drill-(\d+)-/;

/** @throws Trouble where there is no backup at all; what is wrong with one is in the answer */
export async function drill({ dataDir, backupDir, key, now, say }: DrillWish): Promise<Drill> {
  const backup = listBackups(backupDir).at(-1);
  if (backup === undefined) throw new Trouble(`There is no backup in ${backupDir} yet: make one with npm run admin -- backup.`);
  for (const old of readdirSync(dataDir)) {
    const maker = SCRATCH.exec(old);
    if (maker && !alive(Number(maker[1]))) rmSync(join(dataDir, old), { recursive: true, force: true });
  }
  const scratch = mkdtempSync(join(dataDir, `drill-${process.pid}-`));
  const began = process.hrtime.bigint();
  const seconds = (): number => Math.round(Number(process.hrtime.bigint() - began) / 1e8) / 10;
  try {
    const { manifest, rows, clips, missing } = await restoreBackup(join(backupDir, backup), { dataDir: scratch, key, clips: 'check', ...(say ? { say } : {}) });
    const wrong = await lookThrough(scratch, manifest);
    if (missing.length > 0) wrong.push(`${missing.length} photos or recordings of the backup are damaged or missing.`);
    return { at: now, backup, rows, clips, seconds: seconds(), wrong };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { at: now, backup, rows: 0, clips: 0, seconds: seconds(), wrong: [error.message] };
  } finally {
    if (existsSync(scratch)) rmSync(scratch, { recursive: true, force: true });
  }
}

/** Numbers without gaps, every act as its digest says, the chain, the sums, the audit; and as far as the manifest says. */
async function lookThrough(dataDir: string, manifest: Manifest): Promise<string[]> {
  const db = await openDb({ dataDir });
  try {
    const wrong: string[] = [];
    for (const commune of manifest.communes) wrong.push(...(await lookAt(db, commune)).map((one) => `${commune.name}: ${one}`));
    return wrong;
  } finally {
    await db.close();
  }
}

async function lookAt(db: Db, { code, entry }: Manifest['communes'][number]): Promise<readonly string[]> {
  return await db.inCommune(code, 'read', async (tx) => {
    const wrong = [...(await checkDigests(tx))];
    const last = await lastEntry(tx);
    if (last !== entry) wrong.push(`the book ends at entry ${last}, the backup said ${entry}`);
    const audit = await verifyAudit(tx);
    if (audit.broken) wrong.push(`the audit is ${audit.broken.why} at line ${audit.broken.n}`);
    return wrong;
  });
}
