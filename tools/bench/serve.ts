// The server under measurement, in a process of its own: a fresh database, a big commune, phones with tokens.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { buildId } from '../../src/server/build-id.ts';
import { addCommune } from '../../src/server/db/communes.ts';
import { enter, type Db } from '../../src/server/db/open.ts';
import { openDevice, openSession } from '../../src/server/db/sessions.ts';
import { startEngine } from '../../src/server/db/supervise.ts';
import { sayAll } from '../../src/server/desk.ts';
import { putAccount, setSeal } from '../../src/server/db/accounts.ts';
import { openDoors } from '../../src/server/doors/open.ts';
import { digest, newDevice, newToken, sealSecret } from '../../src/server/secrets.ts';
import { BIG, day, KEEPERS } from './fill.ts';
import { fillApart } from './fill-apart.ts';

export const COMMUNE = '99998';
export const LOGIN = { login: 'lan', password: 'mot-mat-khau-dai' } as const;

export interface Ready {
  readonly port: number;
  readonly build: string;
  readonly epoch: string;
  readonly phones: readonly { readonly device: string; readonly token: string }[];
}

async function found(db: Db): Promise<void> {
  const now = Date.now();
  await db.inHouse((tx) => addCommune(tx, { code: COMMUNE, name: 'Xã Đo', sample: true, now }));
  await db.inCommune(COMMUNE, 'write', async (tx) => {
    await sayAll(tx, COMMUNE, 'lan', [
      { kind: 'commune.found', body: { code: COMMUNE, name: 'Xã Đo', province: 'Tỉnh Mẫu', sample: true } },
      { kind: 'person.add', body: { id: 'lan', name: 'Trần Thị Lan' } },
      { kind: 'post.give', body: { person: 'lan', role: 'officer', village: null, households: [], from: day(300), until: null } },
      ...Array.from({ length: BIG.villages }, (_, i) => ({ kind: 'village.add', body: { id: `thon-${i}`, name: `Thôn ${i + 1}`, languages: ['vi'] } })),
      ...KEEPERS.slice(1).flatMap((id, i) => [
        { kind: 'person.add', body: { id, name: `Người Giữ ${i + 1}` } },
        { kind: 'post.give', body: { person: id, role: 'head', village: `thon-${i % BIG.villages}`, households: [], from: day(300), until: null } },
      ]),
    ], now);
    await putAccount(tx, { commune: COMMUNE, person: 'lan', login: LOGIN.login, digest: digest(LOGIN.login), at: now });
    await setSeal(tx, 'lan', await sealSecret(LOGIN.password), now);
  });
}

async function phones(db: Db, count: number): Promise<Ready['phones']> {
  const now = Date.now();
  return await db.inCommune(COMMUNE, 'write', async (tx) => {
    const made = [];
    for (let i = 0; i < count; i++) {
      const device = newDevice();
      const token = newToken(COMMUNE);
      await openDevice(tx, { device, person: 'lan', desk: false, phoneName: `phone ${i}`, at: now });
      await openSession(tx, { digest: digest(token), device, person: 'lan', at: now, idleMs: 86_400_000, until: null });
      made.push({ device, token });
    }
    return made;
  });
}

/** Single-row inserts a second of the same database, each its own commit, over 8 connections. */
async function bareInserts(app: pg.ClientConfig, owner: pg.ClientConfig, ms: number): Promise<number> {
  const maker = new pg.Client(owner);
  await maker.connect();
  await maker.query('create table if not exists bare_insert (commune_id integer not null, id text not null, entry bigint not null, body json not null, primary key (commune_id, id)); grant insert on bare_insert to nha_rong_app');
  await maker.end();
  const body = JSON.stringify({ household: 'h1', on: '2026-11-20', words: 'Muốn vay ngân hàng chính sách để mua bò giống mà chưa biết làm giấy tờ.', came: ['lan'], met: ['Nguyễn Văn An'] });
  const until = performance.now() + ms;
  const begun = performance.now();
  const counts = await Promise.all(Array.from({ length: 8 }, async (_, worker) => {
    const client = new pg.Client(app);
    await client.connect();
    let count = 0;
    while (performance.now() < until) await client.query('insert into bare_insert values ($1, $2, $3, $4)', [1, `${worker}-${ms}-${begun}-${count}`, count++, body]);
    await client.end();
    return count;
  }));
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - begun) / 1000);
}

async function main(): Promise<void> {
  const households = Number(process.argv[2] ?? 0);
  const app = process.argv[3];
  const dir = mkdtempSync(join(tmpdir(), 'nha-rong-bench-'));
  const engine = await startEngine({ dataDir: dir, say: () => undefined });
  const db = await enter({ owner: engine.owner, app: engine.app, about: 'bench' }, { say: () => undefined, engine });
  await found(db);
  if (households > 0) await fillApart({ owner: engine.owner, app: engine.app, commune: COMMUNE, households });
  const build = buildId(fileURLToPath(new URL('../../', import.meta.url)));
  const doors = await openDoors(db, { port: 0, host: '127.0.0.1', dataDir: dir, build, log: false, ...(app ? { phoneDir: app } : {}) });
  const stop = async (): Promise<void> => {
    await doors.close();
    await db.close();
    rmSync(dir, { recursive: true, force: true });
    process.exit(0);
  };
  process.on('message', (asked: { readonly insertMs?: number; readonly stop?: true }) => {
    if (asked.insertMs) void bareInserts(engine.app, engine.owner, asked.insertMs).then((rate) => process.send!({ rate }));
    if (asked.stop) void stop();
  });
  process.on('disconnect', () => void stop());
  const ready: Ready = { port: doors.port, build, epoch: db.epoch, phones: await phones(db, 16) };
  process.send!({ ready });
}

if (process.send) await main();
