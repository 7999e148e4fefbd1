// Photos and recordings as tables know them: which household each belongs to, and what is still coming in.
import type { Tx } from './open.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    clip: { commune_id: number; hash: string; household_id: string; type: string; bytes: number; file: string; device: string; kept_at: number };
    clip_part: {
      commune_id: number; hash: string; household_id: string; device: string; type: string; bytes: number; name: string; begun_at: number;
    };
  }
}

export interface Kept {
  readonly household: string;
  readonly type: string;
  /** Size as announced; on disk it may be less, once metadata has gone. */
  readonly bytes: number;
  /** SHA-256 of what was kept, and its name on disk. */
  readonly file: string;
  readonly device: string;
}

/** All households a kept clip belongs to; none: it is not here. */
export async function keptClips(tx: Tx, hash: string): Promise<readonly Kept[]> {
  return await tx.selectFrom('clip').select(['household_id as household', 'type', 'bytes', 'file', 'device'])
    .where('commune_id', '=', tx.commune).where('hash', '=', hash).execute();
}

export async function keepClip(tx: Tx, clip: Kept & { readonly hash: string; readonly at: number }): Promise<void> {
  await tx.insertInto('clip').values({
    commune_id: tx.commune, hash: clip.hash, household_id: clip.household, type: clip.type, bytes: clip.bytes, file: clip.file,
    device: clip.device, kept_at: clip.at,
  }).onConflict((conflict) => conflict.doNothing()).execute();
  await dropPart(tx, { ...clip });
}

export interface Part {
  readonly hash: string;
  readonly household: string;
  readonly device: string;
  readonly type: string;
  readonly bytes: number;
  /** File under DATA_DIR/clips/parts. */
  readonly name: string;
}

/** What this device is sending under that hash, the latest announced first. */
export async function partsOf(tx: Tx, hash: string, device: string): Promise<readonly Part[]> {
  return await tx.selectFrom('clip_part').select(['hash', 'household_id as household', 'device', 'type', 'bytes', 'name'])
    .where('commune_id', '=', tx.commune).where('hash', '=', hash).where('device', '=', device).orderBy('begun_at', 'desc').execute();
}

/** Parts a device has under way: a bound on what it may leave lying about. */
export async function countParts(tx: Tx, device: string): Promise<number> {
  const { count } = await tx.selectFrom('clip_part').select((one) => one.fn.countAll<number>().as('count'))
    .where('commune_id', '=', tx.commune).where('device', '=', device).executeTakeFirstOrThrow();
  return Number(count);
}

export async function beginPart(tx: Tx, part: Part, at: number): Promise<void> {
  await tx.insertInto('clip_part').values({
    commune_id: tx.commune, hash: part.hash, household_id: part.household, device: part.device, type: part.type, bytes: part.bytes,
    name: part.name, begun_at: at,
  }).onConflict((conflict) => conflict.columns(['commune_id', 'hash', 'household_id', 'device'])
    .doUpdateSet({ type: part.type, bytes: part.bytes, name: part.name, begun_at: at })).execute();
}

export async function dropPart(tx: Tx, part: { readonly hash: string; readonly household: string; readonly device: string }): Promise<void> {
  await tx.deleteFrom('clip_part').where('commune_id', '=', tx.commune).where('hash', '=', part.hash)
    .where('household_id', '=', part.household).where('device', '=', part.device).execute();
}

/** Forgets parts begun before that moment; answers the names of their files. */
export async function sweepParts(tx: Tx, before: number): Promise<readonly string[]> {
  const gone = await tx.deleteFrom('clip_part').where('commune_id', '=', tx.commune).where('begun_at', '<', before).returning('name').execute();
  return gone.map(({ name }) => name);
}

/** Names of all files that parts of this commune still use. */
export async function partNames(tx: Tx): Promise<readonly string[]> {
  return (await tx.selectFrom('clip_part').select('name').where('commune_id', '=', tx.commune).execute()).map(({ name }) => name);
}
