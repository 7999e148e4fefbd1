// POST /api/letterbox: sealed letters of phones that may not come in any more; bounded, idempotent, and open to nobody's eyes here.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { shelf } from '../clips/shelf.ts';
import { keepBeside } from '../db/backup-letters.ts';
import { countOpen } from '../db/tray.ts';
import { clipBytesOf } from '../db/tray-clips.ts';
import { readSeat } from '../db/ledger.ts';
import { MOST_PIECES, takePiece, type ClipLetter } from '../letter-clips.ts';
import { layIn, nameOf, openAct, type ActLetter } from '../letters.ts';
import type { Sealed, Seat } from '../keys.ts';
import { flow } from './flow.ts';
import type { House } from './house.ts';
import { Members, readJson } from './json.ts';
import { deed } from './noting.ts';
import { Problem } from './problem.ts';

const MOST_LETTERS = 500;
/** Letters of one phone that the office has not looked at yet: years of a village head's work. */
const MOST_OPEN = 5_000;
/** Photos of one phone that wait here. */
const MOST_CLIP_BYTES = 300_000_000;
const FULL_S = 3_600;

/** A phone that comes back sends a rush, then rests; opening letters costs more than taking acts. */
const BURST = 120;
const PER_SECOND = 1;
const ADDRESS_BURST = 600;
const ADDRESS_PER_SECOND = 10;

export function letterboxDoor(app: FastifyInstance, house: House): void {
  const phones = flow(BURST, PER_SECOND, house.clock);
  const addresses = flow(ADDRESS_BURST, ADDRESS_PER_SECOND, house.clock);
  const clips = shelf(house.dataDir);
  app.post('/api/letterbox', async (request) => {
    addresses.take(request.ip);
    const seat = await seatOf(house, request);
    phones.take(`${seat.commune} ${seat.device}`);
    const letters = new Members(request.body).list('letters', MOST_LETTERS).map((one) => new Members(one));
    const pieces = letters.filter((one) => one.has('clip')).map(clipLetter);
    const acts = letters.filter((one) => !one.has('clip')).map(actLetter);
    const now = house.clock();
    const fresh = acts.length > 0 ? await takeActs(house, seat, acts, now) : [];
    for (const piece of pieces) await takePiece({ db: house.db, shelf: clips, keys: house.keys, now }, seat, piece);
    // After this answer the phone has it no more, and no backup has it yet.
    const holds = [...fresh.map(({ turn, hash }) => `${turn} ${hash}`), ...pieces.map(({ clip, piece }) => `${clip} ${piece}`)];
    if (house.backups && holds.length > 0) keepBeside(house.backups, house.keys, { seat, at: now, acts: fresh.map(({ letter }) => letter), clips: pieces }, holds.join('\n'));
    return { received: acts.map(({ turn }) => turn), clips: pieces.map(({ clip, piece }) => [clip, piece]) };
  });
}

/** Every token that is not the server's own gets one answer. A device that is somebody else's by now is no longer this one's. */
async function seatOf(house: House, request: FastifyRequest): Promise<Seat> {
  const token = /^Bearer (\S{20,300})$/.exec(request.headers.authorization ?? '')?.[1];
  const seat = token === undefined ? undefined : house.keys.readLetterbox(token);
  if (!seat) throw new Problem(401, 'letterbox.unknown');
  const { known, open, bytes } = await house.db.inCommune(seat.commune, 'read', async (tx) => ({
    known: await readSeat(tx, seat.device), open: (await countOpen(tx)).get(seat.device) ?? 0, bytes: await clipBytesOf(tx, seat.device),
  }));
  if (known && known.person !== seat.person) throw new Problem(401, 'letterbox.unknown');
  if (open >= MOST_OPEN || bytes >= MOST_CLIP_BYTES) throw new Problem(429, 'letterbox.full', { seconds: FULL_S }, FULL_S);
  return seat;
}

interface Fresh {
  readonly turn: number;
  /** Of what is inside. */
  readonly hash: string;
  readonly letter: ActLetter;
}

/** Answers those that may stand in no backup yet. */
async function takeActs(house: House, seat: Seat, letters: readonly ActLetter[], now: number): Promise<readonly Fresh[]> {
  const opened = letters.map((letter) => openAct(house.keys, seat, letter, readJson));
  const all = opened.map((one, i): Fresh => ({ turn: one.turn, hash: nameOf(one), letter: letters[i]! }));
  return await house.db.inCommune(seat.commune, 'write', async (tx) => {
    const laid = await layIn(tx, seat, opened, now);
    if (laid > 0) await deed(tx, seat, { at: now, what: 'letters.in', about: { count: laid } });
    const safe = (await readSeat(tx, seat.device))?.safe ?? 0;
    return laid > 0 ? all : all.filter(({ turn }) => turn > safe);
  });
}

const sealedIn = (letter: Members): Sealed => ({ to: letter.text('to', 20), epk: letter.text('epk', 100), box: letter.text('box', 1_000_000) });

const actLetter = (letter: Members): ActLetter => ({ turn: letter.count('turn', Number.MAX_SAFE_INTEGER, 1), ...sealedIn(letter) });

function clipLetter(letter: Members): ClipLetter {
  const clip = letter.text('clip', 64, 64);
  const pieces = letter.count('pieces', MOST_PIECES, 1);
  if (!/^[0-9a-f]{64}$/.test(clip)) throw new Problem(400, 'request.malformed', { what: 'clip' });
  return { clip, pieces, piece: letter.count('piece', pieces - 1), ...sealedIn(letter) };
}
