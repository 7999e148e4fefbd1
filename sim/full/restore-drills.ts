// The machine is lost and a backup is put back while phones go on: what they had said and sent is in the new book, once.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildId } from '#server/build-id.ts';
import { openBackupKey, readBackupKey } from '#server/db/backup-key.ts';
import { listBackups } from '#server/db/backup-list.ts';
import { makeBackup } from '#server/db/backup.ts';
import { checkDigests } from '#server/db/digest.ts';
import { openDb } from '#server/db/open.ts';
import { restoreBackup } from '#server/db/restore.ts';
import { Chance } from '../chance.ts';
import { connectPast, doubledOrGone, lostOf, toldOf, unsettled } from './book-check.ts';
import type { Figure, Tried } from './figure.ts';
import { groundFolder } from './ground-folder.ts';
import { LivePhone } from './live-phone.ts';
import { photo } from './photo.ts';
import { startServer, type RunningServer } from './server-process.ts';
import { COMMUNE, stage } from './stage.ts';

const PHONES = 5;

interface Drill {
  readonly folder: string;
  readonly chance: Chance;
  readonly seen: Record<string, number>;
  readonly build: string;
  readonly phones: LivePhone[];
  readonly wrong: string[];
  /** ms, of the backups: each names a second of its own. */
  at: number;
}

const add = (drill: Drill, what: string, by = 1): void => {
  drill.seen[what] = (drill.seen[what] ?? 0) + by;
};

export const figure: Figure = {
  name: 'restore-drills',
  shows: 'The machine is lost amid work and a sealed backup is put back on a new one: acts and photos of live phones lost after they have sent again',
  atLeast: 30,
  async run(count, seed, say): Promise<Tried> {
    const chance = new Chance(seed);
    const seen: Record<string, number> = {};
    const wrong: string[] = [];
    const build = buildId(fileURLToPath(new URL('../..', import.meta.url)));
    let bad = 0;
    for (let n = 0; n < count; n++) {
      const folder = groundFolder('drills');
      const drill: Drill = { folder, chance, seen, build, phones: [], wrong: [], at: Date.now() };
      try {
        await hold(drill);
      } catch (error) {
        drill.wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      if (drill.wrong.length > 0) bad += 1;
      wrong.push(...drill.wrong.slice(0, 3).map((one) => `drill ${n + 1}: ${one}`));
      if ((n + 1) % 5 === 0) say(`${n + 1} of ${count} drills, ${seen['acts said again']} acts said again, ${bad} bad`);
    }
    return { done: count, bad, seen, wrong: wrong.slice(0, 40) };
  },
};

async function hold(drill: Drill): Promise<void> {
  const [before, after] = [groundOf(drill, 'before'), groundOf(drill, 'after')];
  const db = await openDb({ dataDir: before.dataDir });
  const seats = await stage(db, PHONES, Date.now()).finally(() => db.close());
  const server = await startServer(before);
  // What hangs in the cupboard of the office.
  const sheet = openBackupKey(before.dataDir).text.toLowerCase();
  for (const seat of seats) {
    const phone = new LivePhone(seat, server.origin, drill.build);
    drill.phones.push(phone);
    await phone.drain();
  }
  await work(drill, server, before);
  await server.kill();
  await sayAlone(drill);
  await putBack(drill, { before, after, sheet });
  await goOn(drill, after);
}

const groundOf = (drill: Drill, name: string) => ({ dataDir: join(drill.folder, name), backupDir: join(drill.folder, 'backup') });

/** Days of work: people say things and exchange; two to four backups are made; what comes after the last is in none. */
async function work(drill: Drill, server: RunningServer, ground: { dataDir: string; backupDir: string }): Promise<void> {
  const backups = drill.chance.between(2, 4);
  for (let n = 0; n <= backups; n++) {
    await Promise.all(drill.phones.map(async (phone) => {
      for (let i = drill.chance.between(0, 3); i > 0; i--) await sayOne(drill, phone);
      // Some are up in the fields for days.
      if (drill.chance.odds(0.7)) await phone.exchange();
    }));
    if (n === backups) return;
    drill.at += 60_000;
    const db = await openDb({ dataDir: ground.dataDir, join: true });
    await makeBackup(db, { ...ground, now: drill.at }).finally(() => db.close());
    add(drill, 'backups made beside the running server');
  }
  if (server.said().includes('Error')) drill.wrong.push(server.said().slice(-500));
}

async function sayOne(drill: Drill, phone: LivePhone): Promise<void> {
  if (drill.chance.odds(0.3)) {
    await phone.take(photo(drill.chance.between(20_000, 120_000)));
    add(drill, 'photos taken');
  }
  await phone.say();
  add(drill, 'acts said');
}

/** While there is no server people go on, and some phones are switched off and on. */
async function sayAlone(drill: Drill): Promise<void> {
  for (const phone of drill.phones) {
    for (let i = drill.chance.between(0, 2); i > 0; i--) await sayOne(drill, phone);
    const trouble = await phone.exchange();
    if (trouble?.end !== 'no-signal') drill.wrong.push(`${phone.seat.device} exchanged with a server that is gone`);
    if (drill.chance.odds(0.4)) await phone.restart();
  }
}

interface Places {
  readonly before: { readonly dataDir: string; readonly backupDir: string };
  readonly after: { readonly dataDir: string; readonly backupDir: string };
  readonly sheet: string;
}

/** The disk of the machine is gone; sometimes the newest backup is damaged too, and the one before is taken. */
async function putBack(drill: Drill, { before, after, sheet }: Places): Promise<void> {
  rmSync(before.dataDir, { recursive: true, force: true });
  const [newest, older] = [...listBackups(before.backupDir)].reverse();
  const key = readBackupKey(sheet);
  let chosen = newest!;
  if (drill.chance.odds(0.4)) {
    add(drill, 'newest backup damaged, the one before taken');
    writeFileSync(join(before.backupDir, newest!, 'act.ndjson.gz.age'), 'the disk has lost this');
    const refused = await restoreBackup(join(before.backupDir, newest!), { dataDir: after.dataDir, key }).then(() => null, (error: Error) => error.message);
    if (refused === null) drill.wrong.push('a damaged backup was put back');
    chosen = older!;
  }
  const { rows, missing } = await restoreBackup(join(before.backupDir, chosen), { dataDir: after.dataDir, key });
  add(drill, 'rows put back', rows);
  if (missing.length > 0) drill.wrong.push(`${missing.length} photos are not in the backup`);
}

async function goOn(drill: Drill, ground: { dataDir: string; backupDir: string }): Promise<void> {
  const server = await startServer(ground);
  try {
    const client = await connectPast(ground.dataDir);
    const here = Number((await client.query<{ n: string }>('select count(*) n from act where device like $1', ['phon%'])).rows[0]!.n);
    for (const phone of drill.phones) phone.move(server.origin);
    // All at once, as when word goes round that it works again.
    await Promise.all(drill.phones.map((phone) => phone.drain()));
    await wait(50);
    for (const phone of drill.phones) {
      drill.wrong.push(...(await lostOf(client, toldOf(phone.seat.device, phone.acts))), ...(await unsettled(client, phone.seat.device, phone.saved, phone.acts)));
      await seePhotos(drill, phone, server);
    }
    drill.wrong.push(...(await doubledOrGone(client)));
    const there = Number((await client.query<{ n: string }>('select count(*) n from act where device like $1', ['phon%'])).rows[0]!.n);
    add(drill, 'acts said again', there - here);
    await client.end();
  } finally {
    await server.stop();
  }
  const db = await openDb({ dataDir: ground.dataDir });
  drill.wrong.push(...(await db.inCommune(COMMUNE, 'read', checkDigests).finally(() => db.close())));
}

/** Every photo a phone has taken comes back from the new server as it was. */
async function seePhotos(drill: Drill, phone: LivePhone, server: RunningServer): Promise<void> {
  for (const hash of phone.photos) {
    const answer = await fetch(`${server.origin}/api/clips/${hash}`, { headers: { 'x-device': phone.seat.device, authorization: `Bearer ${phone.seat.token}` } });
    add(drill, 'photos seen on the new server');
    if (!answer.ok) drill.wrong.push(`photo ${hash.slice(0, 8)} of ${phone.seat.device} is not on the new server (${answer.status})`);
    await answer.arrayBuffer();
  }
}
