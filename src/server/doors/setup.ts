// The first visit: found a commune with its first officer, or make the sample commune; shut for good once a commune stands.
import type { FastifyInstance } from 'fastify';
import { DeskRefused } from '../desk.ts';
import { sampleBegun } from '../db/accounts.ts';
import { listCommunes } from '../db/communes.ts';
import { CannotFound, foundCommune, type Founding } from '../found.ts';
import { normalLogin } from '../login.ts';
import { findUnit } from '../places/units.ts';
import { makeSample } from '../sample/make.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { Problem } from './problem.ts';
import { admit } from './seat.ts';
import { refuseWeak } from './sign-in.ts';

export function setupDoor(app: FastifyInstance, house: House): void {
  let progress = { done: 0, of: 0 };
  let running = false;

  /** One founding at a time, and only while no commune stands. */
  async function once<T>(work: (begun: number | undefined) => Promise<T>): Promise<T> {
    if (running) throw new Problem(409, 'setup.running');
    running = true;
    try {
      const { communes, begun } = await standing(house);
      if (communes.length > 0) throw new Problem(409, 'setup.done');
      return await work(begun);
    } finally {
      running = false;
    }
  }

  app.get('/api/setup', async () => {
    const { communes } = await standing(house);
    return { needed: communes.length === 0, communes };
  });
  app.get('/api/setup/progress', async () => progress);
  // A sample that a power cut broke off is told again from the day it began: what was said already stands once (law J2).
  app.post('/api/setup/sample', async () => await once(async (begun) => await makeSample(house.db, (done, of) => {
    progress = { done, of };
  }, begun ?? house.clock())));
  app.post('/api/setup/found', async (request, reply) => {
    const body = new Members(request.body);
    const founding = foundingOf(body);
    const person = await once(async () => await founded(house, founding));
    const phoneName = body.has('phoneName') ? body.text('phoneName', 80, 0) : '';
    return await admit(house, { commune: founding.commune.code, person, until: null, by: 'founding' }, { request, reply, devices: [], phoneName });
  });
}

/** Communes somebody can sign in to; a sample in the making, or whose making was broken off, is none yet. */
async function standing(house: House) {
  return await house.db.inHouse(async (tx) => {
    const begun = await sampleBegun(tx);
    return { begun, communes: (await listCommunes(tx)).filter(({ sample }) => !sample || begun === undefined) };
  });
}

/** Reads and checks what the screen gathered. Throws Problem. */
function foundingOf(body: Members): Founding {
  const code = body.text('commune', 8);
  const found = findUnit(code);
  if (!found) throw new Problem(422, 'setup.unknown-commune', { code });
  const villages = body.list('villages', 200).map((one) => {
    const village = new Members(one);
    const languages = village.has('languages') ? village.texts('languages', 10, 40) : [];
    return { name: village.text('name', 80), languages: languages.length > 0 ? languages : ['vi'] };
  });
  const names = new Set(villages.map(({ name }) => name.toLowerCase()));
  if (villages.length === 0 || names.size < villages.length) throw new Problem(422, 'setup.villages');
  const officer = body.members('officer');
  const login = normalLogin(officer.text('login', 80));
  if (login === null) throw new Problem(422, 'login.malformed');
  const password = officer.secret('password');
  refuseWeak(password, login);
  return {
    commune: { code, name: found.unit.fullName, province: found.province.fullName },
    villages,
    officer: { name: officer.text('name', 80), login, password },
  };
}

async function founded(house: House, founding: Founding): Promise<string> {
  try {
    return await foundCommune(house.db, founding, house.clock());
  } catch (error) {
    if (error instanceof CannotFound) throw error.why === 'login' ? new Problem(409, 'login.taken', { login: founding.officer.login }) : new Problem(409, 'setup.done');
    if (error instanceof DeskRefused) throw new Problem(422, 'act.refused', { reason: error.refusal.code, ...error.refusal.params });
    throw error;
  }
}
