// The life of the server: opens the database, then the doors; keeps backups; stops cleanly when asked.
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { kinds } from '#commune/kinds.ts';
import { buildId } from './build-id.ts';
import { listCommunes } from './db/communes.ts';
import { noticeReturn } from './db/backup-list.ts';
import { openDb, type Db } from './db/open.ts';
import { Trouble } from './db/trouble.ts';
import { openDoors, type Doors } from './doors/open.ts';
import { judgeWaiting } from './exchange.ts';
import { keepBackups } from './jobs/keep-backups.ts';
import { keepRights } from './jobs/keep-rights.ts';
import { watchAudit } from './jobs/watch-audit.ts';
import { readSettings, type Settings } from './settings.ts';

const say = (sentence: string): void => console.log(sentence);

/** Signals that come within this time are one wish: Ctrl-C reaches npm, its child and us, and each passes it on. */
const SAME_WISH_MS = 1_000;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const build = buildId(fileURLToPath(new URL('../..', import.meta.url)));
  const stop = whenAsked();
  const db = await openDb({ ...settings, say });
  const open: { doors?: Doors; endBackups?: () => Promise<void>; endAudit?: () => Promise<void>; endRights?: () => Promise<void> } = {};
  try {
    await noticeReturn(db, settings.backupDir, say);
    await judge(db, build);
    open.doors = await listen(db, settings, build);
    open.endBackups = keepBackups(db, settings, say);
    open.endRights = keepRights(db, settings, say);
    open.endAudit = await watchAudit(db, settings.dataDir, say);
    await welcome(db, settings, open.doors);
    const lost = await Promise.race([stop, db.lost]);
    say(lost === 'stop' ? 'Stopping …' : lost);
    if (lost !== 'stop') process.exitCode = 1;
  } finally {
    await open.doors?.close();
    await open.endBackups?.();
    await open.endRights?.();
    await open.endAudit?.();
    await db.close();
  }
  say('Stopped. Everything is on disk.');
}

/** Resolves at the first wish to stop; a second one ends at once (the database is then stopped at the next start). */
function whenAsked(): Promise<'stop'> {
  return new Promise((resolve) => {
    let first = 0;
    const asked = () => {
      const now = Date.now();
      if (first > 0 && now - first > SAME_WISH_MS) process.exit(130);
      first ||= now;
      resolve('stop');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked);
    // npm start, which began us, is gone.
    process.on('disconnect', asked);
  });
}

async function judge(db: Db, build: string): Promise<void> {
  const rules = { kinds, build, now: Date.now };
  for (const { code, name } of await db.inHouse(listCommunes)) {
    const judged = await judgeWaiting(db, rules, code);
    if (judged > 0) say(`${judged} acts of ${name} had waited for this version and stand in the book now.`);
  }
}

async function listen(db: Db, settings: Settings, build: string): Promise<Doors> {
  const { port, host, dataDir, backupDir, backupDir2, origin, log } = settings;
  try {
    return await openDoors(db, { port, host, dataDir, backups: { backupDir, backupDir2 }, origin, build, log: log === 'silent' ? false : { level: log } });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Trouble(`Port ${port} is taken by another program. Stop that one, or choose another: PORT=8090 npm start`);
    if (code === 'EACCES') throw new Trouble(`This account may not use port ${port}. Choose one above 1024: PORT=8080 npm start`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new Trouble(`HOST=${host} is no address of this machine.`);
    throw error;
  }
}

async function welcome(db: Db, settings: Settings, doors: Doors): Promise<void> {
  const communes = await db.inHouse(listCommunes);
  const here = `http://localhost:${doors.port}`;
  const near = settings.host === '0.0.0.0' || settings.host === '::' ? lanAddresses().map((address) => `http://${address}:${doors.port}`) : [];
  say(`\nNhà Rông is open:\n  ${[here, ...near].join('\n  ')}`);
  if (communes.length === 0) say('\nOpen it in a browser: choose your commune and make the first account, or try it with a sample commune.');
  else say(`\n${communes.map(({ name, sample }) => `${name}${sample ? ' (sample)' : ''}`).join(', ')}: sign in with your user name and password.\nAn officer who lost theirs gets a new slip with: npm run admin -- slip <login>`);
  if (settings.origin === null && near.length > 0) say('Over http:// other machines see the public board only. To sign in on phones they need an https:// address (README, "TLS"); set ORIGIN to it.');
  say(`\nData: ${db.about}. Backups: ${settings.backupDir}, every hour. Ctrl-C stops.\n`);
}

function lanAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flat().filter((one) => one !== undefined && one.family === 'IPv4' && !one.internal).map((one) => one!.address);
}

try {
  await main();
  process.exit();
} catch (error) {
  console.error(error instanceof Trouble ? `\n${error.message}` : error);
  process.exit(1);
}
