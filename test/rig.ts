// A whole server on a fresh database and a free port, with a commune founded, for tests that speak HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoors, type DoorOptions, type Doors } from '../src/server/doors/open.ts';
import { freshDb, type EngineName, type Fresh } from './databases.ts';
import { Stranger } from './stranger.ts';

export interface Rig {
  readonly fresh: Fresh;
  readonly doors: Doors;
  readonly origin: string;
  readonly dataDir: string;
  /** The server's clock, to be moved by hand. */
  readonly clock: { at: number };
  close(): Promise<void>;
}

export const COMMUNE = '23538';
export const PASSWORD = 'lúa chín vàng đồng';

export async function openRig(engine: EngineName, options: Partial<DoorOptions> = {}): Promise<Rig> {
  const fresh = await freshDb(engine);
  const dataDir = mkdtempSync(join(tmpdir(), 'nr-doors-'));
  const clock = { at: Date.now() };
  const doors = await openDoors(fresh.db, { port: 0, host: '127.0.0.1', dataDir, build: 'test', clock: () => clock.at, log: false, ...options });
  return {
    fresh, doors, dataDir, clock, origin: `http://localhost:${doors.port}`,
    async close() {
      await doors.close();
      await fresh.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Founds Ia Tơi with two villages; answers its first officer. */
export const found = (rig: Rig, login = 'yhuong'): Promise<Stranger> => Stranger.signIn(rig.origin, {
  commune: COMMUNE, villages: [{ name: 'Thôn 1', languages: ['vi', 'jra'] }, { name: 'Làng Lung', languages: ['jra'] }],
  officer: { name: 'Y Hương', login, password: PASSWORD }, phoneName: 'Máy văn phòng',
}, '/api/setup/found');

/** Registers a household in `v1` and answers its id. */
export async function register(officer: Stranger, no: string, village = 'v1'): Promise<string> {
  const id = `h${no}${village}`;
  officer.say('household.register', { id, village, no, head: `A Chủ ${no}`, members: [], language: 'vi', place: null, phone: null });
  await officer.push();
  return id;
}

/** A person of the staff with a post and a login, signed in by a slip. */
export async function staff(officer: Stranger, person: { id: string; name: string; role: string; village: string | null; households?: string[] }): Promise<Stranger> {
  officer.say('person.add', { id: person.id, name: person.name });
  officer.say('post.give', { person: person.id, role: person.role, village: person.village, households: person.households ?? [], from: '2026-01-01', until: null });
  await officer.push();
  const { slip } = await officer.ask<{ slip: string }>('/api/office/slips', { method: 'POST', json: { person: person.id, login: person.id } });
  return await Stranger.signIn(officer.origin, { slip, password: PASSWORD, phoneName: `Máy ${person.name}` });
}
