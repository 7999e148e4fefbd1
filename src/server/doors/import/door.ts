// The office's door for the register from spreadsheets: a file is read, looked at against the register, and taken whole or not at all.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actId } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import { answerOf, type CheckAnswer, type ReadAnswer, type Receipt } from '#commune/households/sheet/answer.ts';
import { isStopped, sayings, type Checked } from '#commune/households/sheet/check.ts';
import { askShape, type Part } from '#commune/households/sheet/mapping.ts';
import { readSeat } from '../../db/ledger.ts';
import type { Tx } from '../../db/open.ts';
import { dropUpload, learnedMappings, learnMapping, noteAsked, noteTaken, openVillages, putUpload, readUpload, register, registerEntry, sweepUploads, type Upload } from '../../db/sheets.ts';
import { DeskRefused, openDesk, sayAll, type Spoken } from '../../desk.ts';
import { newName } from '../../secrets.ts';
import type { House } from '../house.ts';
import { Members } from '../json.ts';
import { deed, reading } from '../noting.ts';
import { Problem } from '../problem.ts';
import type { Who } from '../who.ts';
import { beside, type Beside } from './beside.ts';
import { MOST_FILE_BYTES } from './read-file.ts';

/** An upload is kept this long. */
const KEPT_MS = 86_400_000;
/** Whole bodies, so that a file too large is refused with a sentence instead of a cut line. */
const MOST_BODY = MOST_FILE_BYTES + 1;

export function importDoor(app: FastifyInstance, house: House, work: Beside = beside()): void {
  app.addHook('onClose', () => work.close());
  void app.register(async (door) => {
    door.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: MOST_BODY }, (_request, body, done) => done(null, body));
    door.setErrorHandler((error, _request) => {
      if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') throw new Problem(413, 'file.too-large', { most: MOST_FILE_BYTES / 1_000_000 });
      throw error;
    });
    door.post('/api/office/import', { bodyLimit: MOST_BODY, onRequest: async (request) => void (await request.officer()) }, async (request) => {
      const who = await request.officer();
      if (!Buffer.isBuffer(request.body)) throw new Problem(415, 'request.type');
      return await upload(house, work, who, { bytes: request.body, name: fileName(request) });
    });
  });
  app.post<{ Params: { id: string } }>('/api/office/import/:id/check', async (request) => {
    const who = await request.officer();
    const asked = askShape.safeParse(request.body);
    if (!asked.success) throw new Problem(400, 'request.malformed', { what: asked.error.issues[0]?.path.map(String).join('.').slice(0, 60) ?? 'parts' });
    return await look(house, work, who, { id: request.params.id, parts: asked.data.parts });
  });
  app.post<{ Params: { id: string } }>('/api/office/import/:id/take', async (request) => {
    const who = await request.officer();
    return await take(house, work, who, { id: request.params.id, digest: new Members(request.body).text('digest', 100) });
  });
  app.post<{ Params: { id: string } }>('/api/office/import/:id/drop', async (request) => {
    const who = await request.officer();
    await house.db.inCommune(who.commune, 'write', async (tx) => {
      await dropUpload(tx, request.params.id, who.person);
      await deed(tx, who, { at: who.now, what: 'import.dropped' });
    });
    return { dropped: request.params.id };
  });
}

function fileName(request: FastifyRequest): string {
  const said = request.headers['x-file-name'];
  try {
    return decodeURIComponent(typeof said === 'string' ? said : '').normalize('NFC').slice(-120);
  } catch {
    return '';
  }
}

async function upload(house: House, work: Beside, who: Who, file: { readonly bytes: Buffer; readonly name: string }): Promise<ReadAnswer> {
  const { villages, learned } = await house.db.inCommune(who.commune, 'read', async (tx) => ({ villages: await openVillages(tx), learned: await learnedMappings(tx) }));
  const { kept, sheets } = await work.read({ bytes: file.bytes, name: file.name, villages, learned });
  const id = newName().slice(0, 16);
  const now = house.clock();
  await house.db.inCommune(who.commune, 'write', async (tx) => {
    await sweepUploads(tx, now - KEPT_MS);
    await putUpload(tx, { id, person: who.person, at: now, sheets: kept });
    await deed(tx, who, { at: now, what: 'import.read', about: { import: id } });
  });
  return { import: id, sheets, villages };
}

/** The upload with its sheets. @throws Problem 410 import.unknown */
async function found(tx: Tx, who: Who, id: string): Promise<Upload> {
  const kept = await readUpload(tx, id, who.person);
  if (!kept) throw new Problem(410, 'import.unknown');
  return kept;
}

async function checked(work: Beside, tx: Tx, how: { readonly sheets: Buffer; readonly parts: readonly Part[]; readonly today: string }): Promise<Checked> {
  const ground = { villages: await openVillages(tx), register: await register(tx), today: how.today };
  return await work.check({ kept: how.sheets, parts: how.parts, ground });
}

/** What would be done, and nothing else: the day is left out, so that midnight changes nothing. */
const digestOf = ({ comparison }: Checked): string =>
  createHash('sha256').update(canonical({ adds: comparison.adds, changes: comparison.changes })).digest('base64url');

async function look(house: House, work: Beside, who: Who, ask: { readonly id: string; readonly parts: readonly Part[] }): Promise<CheckAnswer> {
  const seen = await house.db.inCommune(who.commune, 'read', async (tx) => {
    const kept = await found(tx, who, ask.id);
    if (kept.taken || !kept.sheets) throw new Problem(410, 'import.unknown');
    return await checked(work, tx, { sheets: kept.sheets, parts: ask.parts, today: who.today });
  });
  const digest = digestOf(seen);
  // What the register holds otherwise is shown beside the file.
  await reading(house, who, { what: 'import.compared', households: null, rows: seen.comparison.changes.length, about: { import: ask.id } });
  // Kept as mapped, not as asked: what was guessed now may be guessed otherwise by a later build.
  const parts = ask.parts.map((part, i): Part => ({ sheet: part.sheet, village: part.village, mapping: seen.mappings[i]! }));
  await house.db.inCommune(who.commune, 'write', (tx) => noteAsked(tx, ask.id, { parts, digest }));
  return answerOf(seen, digest);
}

/** How often the register may change under the reading before the person is asked to look again. */
const TRIES = 3;

/**
 * All in one transaction or nothing. The file is understood before the commune's lock is taken, as that takes seconds
 * for a large one; under the lock it is enough that no household or village has changed since.
 */
async function take(house: House, work: Beside, who: Who, wish: { readonly id: string; readonly digest: string }): Promise<Receipt> {
  const now = house.clock();
  for (let i = 0; i < TRIES; i++) {
    const before = await house.db.inCommune(who.commune, 'read', async (tx) => {
      const kept = await found(tx, who, wish.id);
      // The answer was lost on the road and is asked for again.
      if (kept.taken?.digest === wish.digest) return { receipt: kept.taken };
      if (!kept.sheets || !kept.asked) throw new Problem(409, 'import.unchecked');
      if (kept.asked.digest !== wish.digest) throw new Problem(409, 'import.changed');
      return { entry: await registerEntry(tx), seen: await checked(work, tx, { sheets: kept.sheets, parts: kept.asked.parts, today: who.today }) };
    });
    if ('receipt' in before) return before.receipt;
    const { seen, entry } = before;
    if (isStopped(seen)) throw new Problem(409, 'import.stopped', { count: seen.problems.filter((one) => one.level === 'stop').length });
    if (digestOf(seen) !== wish.digest) throw new Problem(409, 'import.changed');
    const receipt = await takeSeen(house, who, { ...wish, seen, entry, now });
    if (receipt) return receipt;
  }
  throw new Problem(409, 'import.changed');
}

interface Taking {
  readonly id: string;
  readonly digest: string;
  readonly seen: Checked;
  /** Entry that last touched the register when it was seen. */
  readonly entry: number;
  readonly now: number;
}

/** Undefined where the register has changed since. */
async function takeSeen(house: House, who: Who, taking: Taking): Promise<Receipt | undefined> {
  const { seen, digest, now } = taking;
  try {
    return await house.db.inCommune(who.commune, 'write', async (tx) => {
      const kept = await found(tx, who, taking.id);
      if (kept.taken?.digest === digest) return kept.taken;
      if ((await registerEntry(tx)) !== taking.entry) return undefined;
      const receipt = await say(tx, who, { seen, digest, now });
      for (const [i, heads] of seen.heads.entries()) await learnMapping(tx, { heads, mapping: seen.mappings[i]! }, now);
      await noteTaken(tx, taking.id, receipt);
      await deed(tx, who, { at: now, what: 'import.taken', about: { import: taking.id, from: receipt.entries.from, upto: receipt.entries.to } });
      return receipt;
    });
  } catch (error) {
    if (error instanceof DeskRefused) throw new Problem(422, 'act.refused', { reason: error.refusal.code, ...error.refusal.params });
    throw error;
  }
}

/** Acts decided without a pause: the server answers others in between, though all stand in one transaction. */
const AT_ONCE = 200;

async function say(tx: Tx, who: Who, what: { readonly seen: Checked; readonly digest: string; readonly now: number }): Promise<Receipt> {
  const { comparison } = what.seen;
  const desk = await openDesk(tx, who.person, what.now);
  const { lastTurn } = (await readSeat(tx, desk))!;
  const all = sayings(comparison, who.today, (n) => actId(desk, lastTurn + 1 + n));
  if (all.length === 0) throw new Problem(409, 'import.nothing');
  const spoken: Spoken[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE) spoken.push(...(await sayAll(tx, who.commune, who.person, all.slice(i, i + AT_ONCE), what.now)));
  return {
    digest: what.digest, at: what.now,
    entries: { from: spoken[0]!.entry, to: spoken.at(-1)!.entry, count: spoken.length },
    households: comparison.adds.length, changed: comparison.changes.length,
    people: comparison.adds.reduce((sum, one) => sum + one.members.length, 0),
  };
}
