// Photos and recordings as tables know them: which household each belongs to, and what is still coming in.
import { sql } from 'kysely';
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

/**
 * Looks a household up under the reader's own eyes (`inScope`): from then on, and until another is opened, its photos and
 * recordings are open to this transaction. False: not there, or not for this person; row security then shows none of them.
 */
export async function openHousehold(tx: Tx, household: string): Promise<boolean> {
  if (!/^[\w.-]{1,60}$/.test(household)) return false;
  const { rows } = await sql<{ may: boolean }>`select may_read('visit', village_id, household_id, 'any') may from kept_row
    where commune_id = ${tx.commune} and kind = 'household' and id = ${household} and not gone`.execute(tx);
  const may = rows[0]?.may === true;
  await sql.raw(`set local app.household = '${may ? household : ''}'`).execute(tx);
  return may;
}

/** Which households a clip is kept for, whoever asks: told to nobody, but looked up one by one with `openHousehold`. */
export async function householdsWith(tx: Tx, hash: string): Promise<readonly string[]> {
  return (await tx.selectFrom('clip').select('household_id').where('commune_id', '=', tx.commune).where('hash', '=', hash).execute()).map((row) => row.household_id);
}

/** All households a kept clip belongs to, of those the transaction may see; none: it is not here. */
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

/** A clip of one household, and where it lies. */
export interface NamedClip {
  readonly hash: string;
  readonly household: string;
  /** SHA-256 of what was kept, and its name on disk. */
  readonly file: string;
}

/** Whether the body of that row or act names the clip `c`, wherever in it. */
const names = (said: 'r' | 'a') => sql`jsonb_path_exists(${sql.ref(`${said}.body`)}::jsonb, '$.**.hash ? (@ == $hash)', jsonb_build_object('hash', c.hash))`;

/**
 * Kept clips that a strike, a correction or fading took out (`goneClips`) and that no visit or promise of the household
 * names any more. One that no act ever named is not among them: its visit may still be a draft on a phone without signal.
 * @param only one clip of one household; left out, all of the commune
 */
export async function struckClips(tx: Tx, only?: { readonly hash: string; readonly household: string }): Promise<readonly NamedClip[]> {
  const wanted = only ? sql`and v.household_id = ${only.household} and gone.hash = ${only.hash}` : sql``;
  const { rows } = await sql<NamedClip>`select distinct c.hash, c.household_id household, c.file
    from kept_row v cross join lateral json_array_elements_text(v.body->'goneClips') as gone (hash)
      join clip c on c.commune_id = v.commune_id and c.hash = gone.hash and c.household_id = v.household_id
    where v.commune_id = ${tx.commune} and v.kind in ('visit', 'promise') and not v.gone ${wanted}
      and not exists (select from kept_row r where r.commune_id = c.commune_id and r.household_id = c.household_id
        and r.kind in ('visit', 'promise') and not r.gone
        and ${names('r')})`.execute(tx);
  return rows;
}

/**
 * Clips kept before that moment, ms, that no row of their household and no waiting act names: their act was refused, or never
 * came. After a year it cannot come any more (sessions end after three months). Reads every older clip: for the night.
 */
export async function unnamedClips(tx: Tx, before: number): Promise<readonly NamedClip[]> {
  const { rows } = await sql<NamedClip>`select c.hash, c.household_id household, c.file from clip c
    where c.commune_id = ${tx.commune} and c.kept_at < ${before}
      and not exists (select from kept_row r where r.commune_id = c.commune_id and r.household_id = c.household_id and not r.gone
        and ${names('r')})
      and not exists (select from act a where a.commune_id = c.commune_id and a.waits
        and ${names('a')})`.execute(tx);
  return rows;
}

/** Forgets a kept clip; the file is the caller's to delete. */
export async function dropClip(tx: Tx, clip: { readonly hash: string; readonly household: string }): Promise<void> {
  await tx.deleteFrom('clip').where('commune_id', '=', tx.commune).where('hash', '=', clip.hash).where('household_id', '=', clip.household).execute();
}

/** Whether another household, or the same clip before its metadata went, has the same bytes on disk; in the tray as well. */
export async function isShared(tx: Tx, { file, hash, household }: NamedClip): Promise<boolean> {
  const { rows } = await sql<{ shared: boolean }>`select exists (select from (
      select hash, household_id from clip where commune_id = ${tx.commune} and file = ${file}
      union all select hash, household_id from tray_clip where commune_id = ${tx.commune} and file = ${file}) as same
    where hash <> ${hash} or household_id <> ${household}) shared`.execute(tx);
  return rows[0]!.shared;
}

/** Those of the files that clips of this commune have, in the book or in the tray. */
export async function filesInUse(tx: Tx, files: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ file: string }>`select file from clip where commune_id = ${tx.commune} and file = any(${files})
    union select file from tray_clip where commune_id = ${tx.commune} and file = any(${files})`.execute(tx);
  return rows.map(({ file }) => file);
}
