// Photos and recordings that came in letters: pieces until the whole is there, then kept until an act that names them is booked.
import { sql } from 'kysely';
import { keepClip, type NamedClip } from './clips.ts';
import type { Tx } from './open.ts';
import { isOpenStep, lastStep } from './tray.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    tray_clip: {
      commune_id: number; device: string; hash: string; household_id: string; type: string; bytes: number; file: string; received_at: number;
    };
    tray_piece: {
      commune_id: number; device: string; hash: string; piece: number; pieces: number; name: string; bytes: number; received_at: number;
    };
  }
}

export interface Piece {
  readonly device: string;
  readonly hash: string;
  readonly piece: number;
  readonly pieces: number;
  /** File under DATA_DIR/clips/parts. */
  readonly name: string;
  readonly bytes: number;
}

export interface TrayClip {
  readonly device: string;
  readonly hash: string;
  readonly household: string;
  readonly type: string;
  readonly bytes: number;
  /** SHA-256 of what was kept, and its name on the shelf. */
  readonly file: string;
}

/** Keeps a piece; false where it lies there already. */
export async function putPiece(tx: Tx, piece: Piece, at: number): Promise<boolean> {
  const put = await tx.insertInto('tray_piece').values({
    commune_id: tx.commune, device: piece.device, hash: piece.hash, piece: piece.piece, pieces: piece.pieces, name: piece.name,
    bytes: piece.bytes, received_at: at,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return (put.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The pieces of one clip that have come, in order. */
export async function piecesOf(tx: Tx, device: string, hash: string): Promise<readonly Piece[]> {
  return await tx.selectFrom('tray_piece').select(['device', 'hash', 'piece', 'pieces', 'name', 'bytes'])
    .where('commune_id', '=', tx.commune).where('device', '=', device).where('hash', '=', hash).orderBy('piece').execute();
}

/** Bytes of photos and recordings in letters from this device: a bound on what it may leave here. */
export async function clipBytesOf(tx: Tx, device: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select coalesce(sum(bytes), 0)::bigint bytes from (
      select bytes from tray_piece where commune_id = ${tx.commune} and device = ${device}
      union all select bytes from tray_clip where commune_id = ${tx.commune} and device = ${device}) as all_of_it`.execute(tx);
  return rows[0]!.bytes;
}

/** The whole has come: its pieces go, it stays. */
export async function putClip(tx: Tx, clip: TrayClip, at: number): Promise<void> {
  await tx.insertInto('tray_clip').values({
    commune_id: tx.commune, device: clip.device, hash: clip.hash, household_id: clip.household, type: clip.type, bytes: clip.bytes,
    file: clip.file, received_at: at,
  }).onConflict((conflict) => conflict.doNothing()).execute();
  await tx.deleteFrom('tray_piece').where('commune_id', '=', tx.commune).where('device', '=', clip.device).where('hash', '=', clip.hash).execute();
}

export async function hasClip(tx: Tx, device: string, hash: string): Promise<boolean> {
  const found = await tx.selectFrom('tray_clip').select('hash').where('commune_id', '=', tx.commune).where('device', '=', device).where('hash', '=', hash).executeTakeFirst();
  return found !== undefined;
}

/** Clips in the tray of this device that the text of an act names. */
export async function clipsNamed(tx: Tx, device: string, text: string): Promise<readonly TrayClip[]> {
  const hashes = [...new Set(text.match(/\b[0-9a-f]{64}\b/g) ?? [])];
  if (hashes.length === 0) return [];
  return await tx.selectFrom('tray_clip').select(['device', 'hash', 'household_id as household', 'type', 'bytes', 'file'])
    .where('commune_id', '=', tx.commune).where('device', '=', device).where('hash', 'in', hashes).execute();
}

/** Whether an act of this device that stands in the book names the clip. */
export async function isBooked(tx: Tx, device: string, hash: string): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`select exists (select from act where commune_id = ${tx.commune} and device = ${device}
    and entry is not null and position(${hash} in body::text) > 0) named`.execute(tx);
  return rows[0]!.named;
}

/** Gives clips of the tray to their households. */
export async function giveClips(tx: Tx, clips: readonly TrayClip[], at: number): Promise<void> {
  for (const clip of clips) await keepClip(tx, { ...clip, at });
}

/** Names of the files that pieces of this commune lie in. */
export async function pieceNames(tx: Tx): Promise<readonly string[]> {
  return (await tx.selectFrom('tray_piece').select('name').where('commune_id', '=', tx.commune).execute()).map(({ name }) => name);
}

/**
 * Whole clips that came before `before` and became no household's, as no act that names them was booked, nor waits for the office. Their
 * letter was put aside, has faded, or never came.
 */
export async function forgottenClips(tx: Tx, before: number): Promise<readonly NamedClip[]> {
  const { rows } = await sql<NamedClip>`select t.hash, t.household_id household, t.file from tray_clip t
    where t.commune_id = ${tx.commune} and t.received_at < ${before}
      and not exists (select from clip c where c.commune_id = t.commune_id and c.hash = t.hash and c.household_id = t.household_id)
      and not exists (select from tray l left join ${lastStep('l')} s on true
        where l.commune_id = t.commune_id and l.device = t.device and position(t.hash in l.act::text) > 0 and ${isOpenStep('s')})`.execute(tx);
  return rows;
}

/** Pieces of clips that never became whole, or that no key here opens. */
export async function oldPieces(tx: Tx, before: number): Promise<readonly Pick<Piece, 'device' | 'hash' | 'name'>[]> {
  return await tx.selectFrom('tray_piece').select(['device', 'hash', 'name']).where('commune_id', '=', tx.commune).where('received_at', '<', before).execute();
}

export async function dropOldPieces(tx: Tx, before: number): Promise<readonly Pick<Piece, 'device' | 'hash' | 'name'>[]> {
  return await tx.deleteFrom('tray_piece').where('commune_id', '=', tx.commune).where('received_at', '<', before).returning(['device', 'hash', 'name']).execute();
}
