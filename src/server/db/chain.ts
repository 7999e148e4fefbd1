// The chain over a commune's entries: each is digested with the chain before it, so that two histories never look alike.
import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { Act } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import type { End } from '#journal/digest.ts';
import type { Tx } from './open.ts';

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Digest of what an act says; equal for two acts that say the same, in whatever order their members came. */
export const hashOf = ({ id, kind, v, device, turn, at, body }: Act): Buffer => sha256(canonical({ id, kind, v, device, turn, at, body }));

/**
 * The chain once the entry is in it. The moment is part of it: a server that was put back and is told the very same acts
 * again comes to the same entries, but on another day, by other rules perhaps, and so to other rows.
 * @param at ms, when the act was booked
 */
export const linked = (chain: Buffer, entry: number, act: string, at: number, hash: Buffer): Buffer => sha256(chain, `${entry}|${act}|${at}|`, hash);

/** As phones are told it: the first 128 bits. */
export const told = (chain: Buffer): string => chain.subarray(0, 16).toString('base64url');

/** Where the journal ends, with its whole chain. */
export async function readEnd(tx: Tx): Promise<{ entry: number; chain: Buffer }> {
  const { rows } = await sql<{ entry: number; chain: Buffer }>`select last_entry entry, chain from journal where commune_id = ${tx.commune}`.execute(tx);
  return rows[0] ?? { entry: 0, chain: Buffer.alloc(0) };
}

export const endOf = ({ entry, chain }: { entry: number; chain: Buffer }): End => ({ entry, chain: told(chain) });

/** The chain at that entry; null where the journal does not reach so far. A part of a question about a commune that `j` is the journal of. */
export const chainAt = (tx: Tx, entry: number): RawBuilder<Buffer | null> => sql`case when coalesce(j.last_entry, 0) >= ${entry} then coalesce(
  (select a.chain from act a where a.commune_id = ${tx.commune} and a.entry <= ${entry} order by a.entry desc limit 1), '\\x') end`;
