// The officer's doors to the tray: what lies in it in plain parts, into the book, apart with a reason, and back.
import type { FastifyInstance } from 'fastify';
import type { Act } from '#journal/act.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { ledgerOf, readKept } from '../db/ledger.ts';
import type { Tx } from '../db/open.ts';
import { devicesNamed } from '../db/sessions.ts';
import { clipsNamed } from '../db/tray-clips.ts';
import { isOpen, readApart, readTray, type LetterAndStep, type LetterKey } from '../db/tray.ts';
import { hashOf, rightEnded } from '../letters.ts';
import { book, setAside, TrayRefused } from '../tray.ts';
import { isDevice } from '../secrets.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { deed, reading } from './noting.ts';
import { Problem } from './problem.ts';
import type { Who } from './who.ts';

const MOST_SHOWN = 500;
const MOST_PAST = 100;
const MOST_REASON = 300;

/** One letter as the officer sees it. */
export interface TrayLine extends LetterKey {
  readonly phoneName: string;
  readonly person: string;
  /** null: no longer in the book. */
  readonly name: string | null;
  /** `letter`: it came sealed · `altered`: it came under a name that was taken by another · `sealed`: it could not be opened. */
  readonly came: 'letter' | 'altered' | 'sealed';
  readonly act: Act | null;
  readonly receivedAt: number;
  /** When the person's right or the phone's ended; null: it has not. */
  readonly endedAt: number | null;
  /** Photos and recordings that came with it. */
  readonly clips: number;
  /** The book has it by now: the phone has sent it itself. */
  readonly known: boolean;
  readonly step: (NonNullable<LetterAndStep['step']> & { readonly by: string | null }) | null;
}

export function trayDoors(app: FastifyInstance, house: House): void {
  app.get('/api/office/tray', async (request) => {
    const who = await request.officer();
    const lines = await house.db.inCommune(who.commune, 'read', (tx) => linesOf(tx, who.now));
    const households = lines.map(({ act }) => householdIn(act)).filter((id) => id !== undefined);
    if (lines.length > 0) await reading(house, who, { what: 'tray', households: [...new Set(households)], rows: lines.length });
    return { open: lines.filter((one) => isOpen(one.step)), past: lines.filter((one) => !isOpen(one.step)) };
  });
  app.get('/api/office/tray/count', async (request) => {
    const who = await request.officer();
    return await house.db.inCommune(who.commune, 'read', async (tx) => {
      const letters = await lettersOf(tx, 'open');
      const known = await knownOf(tx, letters);
      return { open: letters.filter(({ hash }) => !known.has(hash)).length };
    });
  });
  app.post('/api/office/tray/book', async (request) => {
    const who = await request.officer();
    const key = keyIn(request.body);
    return await inTray(house, who, key, 'tray.book', (tx) => book(tx, who, key));
  });
  app.post('/api/office/tray/aside', async (request) => {
    const who = await request.officer();
    const key = keyIn(request.body);
    const reason = new Members(request.body).text('reason', MOST_REASON);
    await inTray(house, who, key, 'tray.aside', (tx) => setAside(tx, who, key, reason));
    return { done: true };
  });
  app.post('/api/office/tray/back', async (request) => {
    const who = await request.officer();
    const key = keyIn(request.body);
    await inTray(house, who, key, 'tray.back', (tx) => setAside(tx, who, key, null));
    return { done: true };
  });
}

function keyIn(body: unknown): LetterKey {
  const members = new Members(body);
  const device = members.text('device', 8);
  const hash = members.text('hash', 64);
  if (!isDevice(device) || !/^[0-9a-f]{64}$/.test(hash)) throw new Problem(404, 'tray.unknown');
  return { device, hash, turn: members.count('turn', Number.MAX_SAFE_INTEGER) };
}

/** Does it and notes it in one transaction; what the rules say against it becomes the door's answer. */
async function inTray<T>(house: House, who: Who, key: LetterKey, what: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await house.db.inCommune(who.commune, 'write', async (tx) => {
      const done = await work(tx);
      await deed(tx, who, { at: who.now, what, about: { device: key.device, turn: key.turn } });
      return done;
    });
  } catch (error) {
    if (!(error instanceof TrayRefused)) throw error;
    const { why } = error;
    if (why.fault === 'tray.unknown') throw new Problem(404, why.fault);
    if (why.fault === 'tray.refused') throw new Problem(422, 'tray.refused', { ...why.refusal.params, reason: why.refusal.code });
    throw new Problem(409, why.fault, 'turn' in why ? { turn: why.turn } : {});
  }
}

function householdIn(act: Act | null): string | undefined {
  const { household } = (act?.body ?? {}) as { readonly household?: unknown };
  return typeof household === 'string' ? household : undefined;
}

/** Letters of the tray and acts that were set apart, unless somebody has touched them: then they lie in the tray too. */
async function lettersOf(tx: Tx, which: 'open' | 'past'): Promise<readonly (LetterAndStep & { readonly altered?: true })[]> {
  if (which === 'past') return await readTray(tx, 'past', MOST_PAST);
  const open = await readTray(tx, 'open', MOST_SHOWN);
  const apart = await readApart(tx);
  if (apart.length === 0) return open;
  const touched = new Set([...open, ...(await readTray(tx, 'past', 100_000))].map(({ device, turn, hash }) => `${device} ${turn} ${hash}`));
  const fresh = apart.map(({ act, person, receivedAt }) =>
    ({ device: act.device, turn: act.turn, hash: hashOf(act), person, act, letter: null, receivedAt, endedAt: null, step: null, altered: true as const }));
  return [...open, ...fresh.filter(({ device, turn, hash }) => !touched.has(`${device} ${turn} ${hash}`)).slice(0, MOST_SHOWN)];
}

/** Letters whose act stands in the book by now: the phone has sent it itself. */
async function knownOf(tx: Tx, letters: readonly LetterAndStep[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const device of new Set(letters.map((one) => one.device))) {
    const acts = letters.flatMap((one) => (one.device === device && one.act !== null ? [{ hash: one.hash, act: one.act }] : []));
    const taken = await ledgerOf(tx, 0).taken(device, acts.map(({ act }) => act.turn));
    for (const { hash, act } of acts) {
      const before = taken.get(act.turn);
      if (before && 'entry' in before.verdict && before.same(act)) known.add(hash);
    }
  }
  return known;
}

async function linesOf(tx: Tx, now: number): Promise<readonly TrayLine[]> {
  const letters = [...(await lettersOf(tx, 'open')), ...(await lettersOf(tx, 'past'))];
  const known = await knownOf(tx, letters);
  const apart = new Set((await readApart(tx)).map(({ act }) => hashOf(act)));
  const people = new Set(letters.flatMap(({ person, step }) => [person, ...(step ? [step.person] : [])]));
  const rows = await readKept(tx, [...people].map((id) => `person/${id}`));
  const nameOf = (id: string): string | null => {
    const row = rows.get(`person/${id}`);
    return row && !row.gone ? (row as unknown as PersonRow).body.name : null;
  };
  const phones = new Map((await devicesNamed(tx, [...new Set(letters.map(({ device }) => device))])).map((one) => [one.device, one.phoneName]));
  const ended = new Map<string, number | null>();
  const lines: TrayLine[] = [];
  for (const { letter: sealed, altered, ...one } of letters) {
    if (!ended.has(one.device)) ended.set(one.device, await rightEnded(tx, one, now));
    lines.push({
      ...one, phoneName: phones.get(one.device) ?? '', name: nameOf(one.person), endedAt: one.endedAt ?? ended.get(one.device)!,
      came: sealed ? 'sealed' : altered || apart.has(one.hash) ? 'altered' : 'letter',
      clips: one.act ? (await clipsNamed(tx, one.device, JSON.stringify(one.act.body))).length : 0,
      known: known.has(one.hash),
      step: one.step && { ...one.step, by: nameOf(one.step.person) },
    });
  }
  return lines;
}
