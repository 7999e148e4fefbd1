// Photos and recordings that come in letters, piece by piece: durable before they count as received, whole and clean before they are kept.
import { CLIP_TYPES, MOST_CLIP_BYTES, type ClipType } from './clips/bare.ts';
import type { Shelf } from './clips/shelf.ts';
import { keptClips } from './db/clips.ts';
import type { Db } from './db/open.ts';
import { clipsNamed, giveClips, hasClip, isBooked, piecesOf, putClip, putPiece, type Piece, type TrayClip } from './db/tray-clips.ts';
import { LetterFault, type Keys, type Sealed, type Seat } from './keys.ts';
import { newName } from './secrets.ts';

export interface ClipLetter extends Sealed {
  readonly clip: string;
  readonly piece: number;
  readonly pieces: number;
}

export const MOST_PIECE = 256_000;
export const MOST_PIECES = Math.ceil(MOST_CLIP_BYTES / MOST_PIECE);

interface Head {
  readonly household: string;
  readonly type: ClipType;
  readonly bytes: number;
  readonly pieces: number;
}

interface Inside extends Head {
  readonly piece: Buffer;
}

/** The piece in a letter, with what it says of the whole; undefined where it is no such piece. */
export function openPiece(keys: Keys, { commune, device }: Seat, { clip, piece, pieces, ...sealed }: ClipLetter): Inside | undefined {
  try {
    const bytes = keys.open(sealed, `${commune}|${device}|clip|${clip}|${piece}`);
    const end = bytes.indexOf(0x0a);
    if (end < 0 || end > 500) return undefined;
    const head = JSON.parse(bytes.subarray(0, end).toString('utf8')) as Partial<Record<keyof Head, unknown>>;
    const inside = bytes.subarray(end + 1);
    const sound = typeof head.household === 'string' && /^[\w.-]{1,60}$/.test(head.household) && CLIP_TYPES.some((type) => type === head.type) &&
      typeof head.bytes === 'number' && head.bytes > 0 && head.bytes <= MOST_CLIP_BYTES && head.pieces === pieces && inside.length <= MOST_PIECE;
    return sound ? { ...(head as Head), piece: inside } : undefined;
  } catch (error) {
    if (error instanceof LetterFault || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export interface ClipDesk {
  readonly db: Db;
  readonly shelf: Shelf;
  readonly keys: Keys;
  readonly now: number;
}

/**
 * Takes one letter of a clip; resolves when it is durable. A piece that does not open is kept as it came, sealed, as letters are.
 * With the last piece the whole is checked and cleaned; where an act that names it stands in the book already it goes to its household.
 */
export async function takePiece(desk: ClipDesk, seat: Seat, letter: ClipLetter): Promise<void> {
  const { db, shelf, keys, now } = desk;
  const inside = openPiece(keys, seat, letter);
  const known = await db.inCommune(seat.commune, 'read', async (tx) =>
    (await hasClip(tx, seat.device, letter.clip)) || (inside !== undefined && (await keptClips(tx, letter.clip)).some((kept) => kept.household === inside.household)));
  if (known) return;
  const bytes = inside?.piece ?? Buffer.from(JSON.stringify(letter));
  const piece: Piece = { device: seat.device, hash: letter.clip, piece: letter.piece, pieces: letter.pieces, name: newName(), bytes: bytes.length };
  await shelf.putPart(piece.name, bytes);
  const fresh = await db.inCommune(seat.commune, 'write', (tx) => putPiece(tx, piece, now));
  if (!fresh) await shelf.dropPart(piece.name);
  if (inside) await complete(desk, seat, letter.clip, inside);
}

async function complete({ db, shelf, now }: ClipDesk, seat: Seat, hash: string, head: Head): Promise<void> {
  const pieces = await db.inCommune(seat.commune, 'read', (tx) => piecesOf(tx, seat.device, hash));
  if (pieces.length < head.pieces || pieces.some(({ piece }, i) => piece !== i)) return;
  const bytes = Buffer.concat(await Promise.all(pieces.map(({ name }) => shelf.readPart(name))));
  const name = newName();
  await shelf.putPart(name, bytes);
  const done = await shelf.finish(name, { hash, type: head.type });
  await shelf.dropPart(name);
  // What does not fit together stays in its pieces: somebody may want to look what came.
  if ('fault' in done) return;
  const clip: TrayClip = { device: seat.device, hash, household: head.household, type: head.type, bytes: bytes.length, file: done.file };
  await db.inCommune(seat.commune, 'write', async (tx) => {
    await putClip(tx, clip, now);
    if (await isBooked(tx, seat.device, hash)) await giveClips(tx, await clipsNamed(tx, seat.device, hash), now);
  });
  for (const piece of pieces) await shelf.dropPart(piece.name);
}
