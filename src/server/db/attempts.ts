// Wrong tries and the wait they cost: counted before a secret is looked at, so that many at once gain nothing.
import { sql } from 'kysely';
import type { Tx } from './open.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    house_attempt: { digest: Buffer; fails: number; wait_until_at: number; last_at: number };
  }
}

/** Five wrong tries are free, as fingers slip on small keys; then 2 s, 4 s … to a quarter of an hour. */
const FREE = 5;
const MOST_WAIT_MS = 900_000;
/** After a day of quiet the count begins anew. */
const FORGET_MS = 86_400_000;

/**
 * Counts a try under a name (the digest of a login, slip or card). In the house.
 * @returns ms still to wait, in which case the try was not counted; or 0: the secret may be looked at.
 */
export async function countTry(tx: Tx, digest: Buffer, at: number): Promise<number> {
  const counted = await sql<{ fails: number }>`
    insert into house_attempt as a (digest, fails, wait_until_at, last_at) values (${digest}, 1, 0, ${at})
    on conflict (digest) do update set
      fails = case when a.last_at < ${at - FORGET_MS} then 1 else a.fails + 1 end,
      wait_until_at = case when a.last_at < ${at - FORGET_MS} or a.fails + 1 < ${FREE} then 0
        else ${at}::bigint + least(${MOST_WAIT_MS}::bigint, (1000 * 2 ^ least(a.fails + 2 - ${FREE}, 20))::bigint) end,
      last_at = ${at}
    where a.wait_until_at <= ${at}
    returning fails`.execute(tx);
  if (counted.rows.length > 0) return 0;
  const row = await tx.selectFrom('house_attempt').select('wait_until_at').where('digest', '=', digest).executeTakeFirst();
  return Math.max(1, (row?.wait_until_at ?? at) - at);
}

/** The secret was right: the name owes nothing. */
export async function forgiveTries(tx: Tx, digest: Buffer): Promise<void> {
  await tx.deleteFrom('house_attempt').where('digest', '=', digest).execute();
}

/** Takes away counts that no longer count. */
export async function sweepTries(tx: Tx, at: number): Promise<void> {
  await tx.deleteFrom('house_attempt').where('last_at', '<', at - FORGET_MS).execute();
}
