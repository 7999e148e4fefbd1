// What a backup holds about a household is sealed once more under that household's own key: without the key it is gone from every backup.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KEPT_BY_LAW } from '#commune/rights/erase.ts';
import { subjectsOf } from './empty.ts';
import { Trouble } from './trouble.ts';

export type Line = Readonly<Record<string, unknown>>;

/** Representatives of households by `<commune>/<person>`: their names are their household's. */
export type People = ReadonlyMap<string, string>;

/** Which household a line tells of, and which of its columns tell it. Ids, entries, days and digests stay readable. */
interface Belonging {
  readonly sealed: readonly string[];
  subjectOf(line: Line, people: People): string | null;
}

/** An id as rows have it; what an act of a stranger's making calls a household and no id could be, belongs to nobody. */
const idIn = (value: unknown): string | null => (typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : null);

/** `people` as `subjectsOf` takes them: of the commune of the line. */
function ofAct(commune: unknown, act: Line, people: People): string | null {
  const person = (id: string): string | undefined => people.get(`${String(commune)}/${id}`);
  return idIn(subjectsOf(String(act['kind']), act['body'], { get: person })[0]);
}

const inside = (line: Line): Line => (typeof line['act'] === 'object' && line['act'] !== null ? line['act'] as Line : {});

const BELONGING: Readonly<Record<string, Belonging>> = {
  act: { sealed: ['body'], subjectOf: (line, people) => ofAct(line['commune_id'], line, people) },
  act_apart: { sealed: ['act'], subjectOf: (line, people) => ofAct(line['commune_id'], inside(line), people) },
  tray: { sealed: ['act'], subjectOf: (line, people) => ofAct(line['commune_id'], inside(line), people) },
  // What the law keeps although the household is erased must stay readable without its key.
  kept_row: { sealed: ['body'], subjectOf: (line) => (String(line['kind']) in KEPT_BY_LAW ? null : idIn(line['household_id'])) },
};

/** Tables with lines of households, for the test that none is forgotten. */
export const belongingTables = (): readonly string[] => Object.keys(BELONGING);

/** Keys by `<commune>/<household>`. */
export type SubjectKeys = ReadonlyMap<string, Buffer>;
export const subjectName = (commune: unknown, subject: string): string => `${String(commune)}/${subject}`;

/** The key a household's lines are sealed under, made where there is none yet; null: it was erased, and nothing of it is left to seal. */
export type KeyFor = (commune: unknown, subject: string) => Buffer | null;

const TAG = 16;
const NONCE = 12;
/** Bytes a household's seal adds. */
export const INNER_SEAL = NONCE + TAG;

/**
 * The nonce is made from key and content, so that the same content gives the same line: two backups of one book are
 * alike, and no nonce is ever used for two contents.
 */
export function sealUnder(key: Uint8Array, about: string, plain: Uint8Array): Buffer {
  const nonce = createHmac('sha256', key).update(`${about}\0`).update(plain).digest().subarray(0, NONCE);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(about), { plaintextLength: plain.length });
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Trouble where it was sealed under another key, for another place, or is damaged */
export function openUnder(key: Uint8Array, about: string, sealed: Uint8Array): Buffer {
  try {
    const cipher = createDecipheriv('chacha20-poly1305', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    cipher.setAAD(Buffer.from(about), { plaintextLength: sealed.length - NONCE - TAG });
    cipher.setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([cipher.update(sealed.subarray(NONCE, -TAG)), cipher.final()]);
  } catch (error) {
    throw new Trouble(`What the backup holds about ${about} does not open with its key.`, { cause: error });
  }
}

export interface Sealing {
  readonly keyFor: KeyFor;
  readonly people: People;
}

/** Text of one household kept back until its block is worth sealing, and of all households together. */
const BLOCK = 262_144;
const ALL_BLOCKS = 8_388_608;

interface Block {
  readonly commune: unknown;
  readonly subject: string;
  readonly key: Buffer;
  rows: string[];
  hidden: string[];
  length: number;
}

/**
 * Lines of a table, each a JSON object, as they stand in the backup: a line of nobody as it is, lines of households
 * in blocks `{commune_id, subject, rows, sealed}`.
 */
export async function* blocked(table: string, lines: AsyncIterable<string>, { keyFor, people }: Sealing): AsyncGenerator<string, void, undefined> {
  const belonging = BELONGING[table];
  if (!belonging) return yield* lines;
  const blocks = new Map<string, Block>();
  let waiting = 0;
  const sealed = (block: Block): string => {
    blocks.delete(subjectName(block.commune, block.subject));
    waiting -= block.length;
    return sealBlock(table, block);
  };
  for await (const line of lines) {
    const row = JSON.parse(line) as Line;
    const subject = belonging.subjectOf(row, people);
    const key = subject === null ? null : keyFor(row['commune_id'], subject);
    if (subject === null || key === null) {
      yield line;
      continue;
    }
    const block = blockOf(blocks, row, subject, key);
    const length = hide(block, row, belonging.sealed);
    block.length += length;
    waiting += length;
    if (block.length >= BLOCK) yield sealed(block);
    // The one that waited longest goes first: Maps keep their order.
    while (waiting > ALL_BLOCKS) yield sealed(blocks.values().next().value!);
  }
  for (const block of blocks.values()) yield sealed(block);
}

function blockOf(blocks: Map<string, Block>, row: Line, subject: string, key: Buffer): Block {
  const name = subjectName(row['commune_id'], subject);
  const known = blocks.get(name);
  if (known) return known;
  const block: Block = { commune: row['commune_id'], subject, key, rows: [], hidden: [], length: 0 };
  blocks.set(name, block);
  return block;
}

function hide(block: Block, row: Line, columns: readonly string[]): number {
  const shown = JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name))));
  const hidden = JSON.stringify(columns.map((name) => row[name] ?? null));
  block.rows.push(shown);
  block.hidden.push(hidden);
  return shown.length + hidden.length;
}

const aboutBlock = (table: string, commune: unknown, subject: string): string => `${table}|${String(commune)}|${subject}`;

function sealBlock(table: string, { commune, subject, key, rows, hidden }: Block): string {
  const plain = deflateRawSync(Buffer.from(`[${hidden.join(',')}]`), { level: 6 });
  const sealed = sealUnder(key, aboutBlock(table, commune, subject), plain).toString('base64');
  return `{"commune_id":${JSON.stringify(commune)},"subject":${JSON.stringify(subject)},"rows":[${rows.join(',')}],"sealed":"${sealed}"}`;
}

/** A block holds a quarter of a megabyte; a thousand times that is no block of ours. */
const MOST_BLOCK = 268_435_456;

/**
 * The rows of a line, as they stood in the table. Of a household whose key is not there (erased), the sealed columns
 * are null and `erased` is told of it.
 */
export function unblocked(table: string, line: string, keys: SubjectKeys, erased: (subject: string) => void): readonly Line[] {
  const row = JSON.parse(line) as Line;
  const belonging = BELONGING[table];
  const { commune_id: commune, subject, rows, sealed } = row;
  if (!belonging || typeof sealed !== 'string' || typeof subject !== 'string' || !Array.isArray(rows)) return [row];
  const key = keys.get(subjectName(commune, subject));
  if (!key) {
    erased(subjectName(commune, subject));
    return rows.map((shown: Line) => ({ ...shown, ...Object.fromEntries(belonging.sealed.map((name) => [name, null])) }));
  }
  const plain = inflateRawSync(openUnder(key, aboutBlock(table, commune, subject), Buffer.from(sealed, 'base64')), { maxOutputLength: MOST_BLOCK });
  const hidden = JSON.parse(plain.toString('utf8')) as unknown[][];
  return rows.map((shown: Line, i) => ({ ...shown, ...Object.fromEntries(belonging.sealed.map((name, at) => [name, hidden[i]?.[at] ?? null])) }));
}

/** What the inner seal of a photo or recording is bound to. */
export const aboutClip = (commune: unknown, subject: string, hash: string): string => `clip|${String(commune)}|${subject}|${hash}`;
