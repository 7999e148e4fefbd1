// Takes the bytes of emptied lines off the disk: an update leaves the old line in the table's file and in the log until this.
import type { Db, Tx } from './open.ts';

/** Tables from which words go. */
const TABLES = ['act', 'act_apart', 'kept_row', 'tray', 'clip', 'card', 'account', 'sheet_upload', 'subject_key', 'session', 'slip'] as const;

/** Notes that there is something to scrub; the next night does it, and says so here until it has. */
const SCRUB_DUE = 'scrub-due';

export interface Scrubbed {
  /** The write-ahead log of before is gone too. An outside database may not let us: its own keeping decides. */
  readonly log: boolean;
}

/**
 * Writes the tables anew without what was emptied, and ends the log that held it. Each table is closed to readers and writers
 * meanwhile: seconds for a commune, so it is done at night.
 */
export async function scrub(db: Db): Promise<Scrubbed> {
  return await db.asOwner(async (owner) => {
    await owner.query(`set lock_timeout = '30s'`);
    for (const table of TABLES) await owner.query(`vacuum (full, analyze) ${table}`);
    try {
      await owner.query('checkpoint');
      await owner.query('select pg_switch_wal()');
      await owner.query('checkpoint');
      return { log: true };
    } catch (error) {
      // insufficient_privilege, or a service that has no such command.
      if (!['42501', '0A000', '42883'].includes((error as { code?: string }).code ?? '')) throw error;
      return { log: false };
    }
  });
}

export async function markScrub(tx: Tx, now: number): Promise<void> {
  await tx.insertInto('house').values({ key: SCRUB_DUE, value: String(now) }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value: String(now) })).execute();
}

/** Whether something waits to be scrubbed. */
export async function isScrubDue(tx: Tx): Promise<boolean> {
  return ((await tx.selectFrom('house').select('value').where('key', '=', SCRUB_DUE).executeTakeFirst())?.value ?? '') !== '';
}

export async function markScrubbed(tx: Tx): Promise<void> {
  await tx.updateTable('house').set({ value: '' }).where('key', '=', SCRUB_DUE).execute();
}
