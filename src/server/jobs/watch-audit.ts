// Verifies the audit of every commune at the start and every hour, and keeps its heads outside the database as well.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropOldAudit, verifyAudit, type Head, type Verified } from '../db/audit.ts';
import { listCommunes } from '../db/communes.ts';
import type { Db } from '../db/open.ts';

const HOUR_MS = 3_600_000;
/** Heads kept in the file: a year of hours for one commune. */
const MOST_HEADS = 10_000;

/** One line a head: `<epoch> <commune> <n> <hash>`. Whoever rewrites the database alone does not match it. */
const fileIn = (dataDir: string): string => join(dataDir, 'audit.heads');

function linesIn(dataDir: string): readonly string[] {
  const file = fileIn(dataDir);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : [];
}

/** A restored book goes back to an earlier end of its chain: only heads of the epoch that runs bind it. */
function headsOf(dataDir: string, epoch: string, commune: string): readonly Head[] {
  return linesIn(dataDir).map((line) => line.split(' ')).filter((parts) => parts[0] === epoch && parts[1] === commune)
    .map((parts) => ({ n: Number(parts[2]), hash: parts[3] ?? '' }));
}

/** Verifies one commune's audit against itself and the heads noted so far. */
export async function checkAudit(db: Db, dataDir: string, commune: string): Promise<Verified> {
  const heads = headsOf(dataDir, db.epoch, commune);
  const verified = await db.inCommune(commune, 'read', (tx) => verifyAudit(tx, heads));
  if (verified.broken === null && verified.head.n > (heads.at(-1)?.n ?? 0)) noteHead(dataDir, `${db.epoch} ${commune} ${verified.head.n} ${verified.head.hash}`);
  return verified;
}

function noteHead(dataDir: string, line: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lines = linesIn(dataDir);
  if (lines.length < MOST_HEADS) return appendFileSync(fileIn(dataDir), `${line}\n`, { mode: 0o600 });
  writeFileSync(`${fileIn(dataDir)}.new`, `${[...lines.slice(-MOST_HEADS / 2), line].join('\n')}\n`, { mode: 0o600 });
  renameSync(`${fileIn(dataDir)}.new`, fileIn(dataDir));
}

/** What the operator reads of it. */
function sentenceOf(name: string, { head, lines, broken }: Verified): string {
  if (broken === null) return `${name}: the audit is whole, ${lines} lines up to number ${head.n}${head.n === 0 ? '' : ` (${head.hash.slice(0, 16)})`}.`;
  const what = broken.why === 'changed' ? 'is not as it was written' : 'is missing';
  return `${name}: THE AUDIT WAS TAMPERED WITH. Line ${broken.n} ${what}; the lines before it stand as they were. Somebody has changed the database by hand. Keep the data folder and the backups as they are, and compare with a backup: npm run admin -- list`;
}

/** Every commune once; answers the sentences of those that are broken, or of all of them. */
export async function checkAudits(db: Db, dataDir: string, tell: 'all' | 'broken' = 'broken'): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { code, name } of await db.inHouse(listCommunes)) {
    const verified = await checkAudit(db, dataDir, code);
    if (tell === 'all' || verified.broken !== null) said.push(sentenceOf(name, verified));
  }
  return said;
}

/** Checks at once and every hour, drops lines whose time is over, and says what is broken, each time. The answer ends it. */
export async function watchAudit(db: Db, dataDir: string, say: (sentence: string) => void): Promise<() => Promise<void>> {
  const once = async (): Promise<void> => {
    try {
      for (const sentence of await checkAudits(db, dataDir)) say(sentence);
      for (const { code } of await db.inHouse(listCommunes)) await db.inCommune(code, 'note', (tx) => dropOldAudit(tx, Date.now()));
    } catch (error) {
      say(`The audit could not be verified: ${(error as Error).message} It is tried again in an hour.`);
    }
  };
  await once();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = once();
  }, HOUR_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
