// The command line of whoever runs the server: backups, restoring, setting up, a new slip for an officer locked out.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openAsker } from './ask-operator.ts';
import { backupByHand, checkByHand, drillByHand, listByHand, recoverySheet, restoreByHand } from './backup-by-hand.ts';
import { listCommunes } from './db/communes.ts';
import { openDb, type Db } from './db/open.ts';
import { Trouble } from './db/trouble.ts';
import { checkAudits } from './jobs/watch-audit.ts';
import { checkCode, foundByHand, newSlip, sampleByHand } from './office-by-hand.ts';
import { readSettings, SETTINGS_HELP, type Settings } from './settings.ts';

const HELP = `npm run admin -- <command>

  backup                  makes a backup now, reads it back, says where it is
  list                    the backups there are
  check <folder>          opens a backup, reads it through and says whether it is whole
  restore <folder>        puts a backup into the empty data folder of DATA_DIR (or the empty database of DATABASE_URL);
                          asks for the key of the recovery sheet, or: restore <folder> <file with the key>
  drill                   puts the newest backup into a scratch database, looks it through, throws it away and reports
  recovery-sheet          prints the key of the backups, to be kept on paper away from this machine
  found <code>            founds a commune; asks for villages, the officer's name, user name and password
  sample                  makes the invented sample commune, to try things out
  audit                   verifies who-looked-at-what: says whether a line was changed or taken away, and which
  slip <login>            a new one-time slip for a person who cannot sign in any more
  help                    this text

backup, list, check, drill, recovery-sheet, audit, slip, found and sample may be used while the server runs.

${SETTINGS_HELP}
`;

type Command = (settings: Settings, argument: string | undefined, other: string | undefined) => Promise<void>;

const say = (sentence: string): void => console.log(sentence);

/** @param made whether an empty folder may be made: for what begins a commune, not for what looks after one */
async function withDb(settings: Settings, work: (db: Db) => Promise<void>, made = false): Promise<void> {
  if (!made && !settings.url && !existsSync(settings.dataDir)) throw new Trouble(`There is no data folder at ${settings.dataDir}. Set DATA_DIR to the one the server uses, or start the server once: npm start`);
  const db = await openDb({ ...settings, say, join: true });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

const needed = (argument: string | undefined, what: string): string => {
  if (argument === undefined) throw new Trouble(`${what} is missing. See: npm run admin -- help`);
  return argument;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  async help() {
    say(HELP);
  },
  async backup(settings) {
    await withDb(settings, (db) => backupByHand(db, settings, say));
  },
  async list(settings) {
    listByHand(settings, say);
  },
  async check(settings, folder, keyFile) {
    await checkByHand(settings, resolve(needed(folder, 'The backup’s folder')), keyFile, say);
  },
  async restore(settings, folder, keyFile) {
    await restoreByHand(settings, resolve(needed(folder, 'The backup’s folder')), keyFile, say);
  },
  async drill(settings) {
    await drillByHand(settings, say);
  },
  async 'recovery-sheet'(settings) {
    recoverySheet(settings, say);
  },
  async found(settings, code) {
    const unit = needed(code, 'The commune’s code');
    checkCode(unit);
    await withDb(settings, async (db) => {
      const asker = openAsker();
      try {
        const villages = (await asker.ask('Villages, separated by commas: ')).split(',').map((name) => name.trim()).filter((name) => name !== '');
        const officer = { name: await asker.ask('Full name of the first officer: '), login: await asker.ask('User name or phone number: '), password: await asker.ask('Password (at least 8 letters): ') };
        say(await foundByHand(db, { code: unit, villages, officer, now: Date.now() }));
      } finally {
        asker.close();
      }
    }, true);
  },
  async sample(settings) {
    await withDb(settings, async (db) => {
      if ((await db.inHouse(listCommunes)).length > 0) throw new Trouble('This server has a commune already; the sample is made only on an empty one. Choose another folder: DATA_DIR=./data-sample npm run admin -- sample');
      say(await sampleByHand(db, say));
    }, true);
  },
  async audit(settings) {
    await withDb(settings, async (db) => {
      const all = await checkAudits(db, settings.dataDir, 'all');
      for (const sentence of all) say(sentence);
      if (all.length === 0) say('No commune yet, so there is no audit.');
      if (all.some((sentence) => sentence.includes('TAMPERED'))) process.exitCode = 1;
    });
  },
  async slip(settings, login) {
    await withDb(settings, async (db) => say(await newSlip(db, needed(login, 'The user name'), { now: Date.now(), origin: settings.origin })));
  },
};

try {
  const [name = 'help', argument, other] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new Trouble(`There is no command ${name}.\n\n${HELP}`);
  await command(readSettings(process.env), argument, other);
} catch (error) {
  console.error(error instanceof Trouble ? error.message : error);
  process.exitCode = 1;
}
