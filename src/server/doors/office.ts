// What a commune officer does about people and their phones: slips for a first sign-in, household cards, phones shut out.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HouseholdRow } from '#commune/households/rows.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { accountOf, cardPeople, putAccount, putCards, putSlip } from '../db/accounts.ts';
import { readKept } from '../db/ledger.ts';
import type { Tx } from '../db/open.ts';
import { countOpen } from '../db/tray.ts';
import { endOtherSessions, listDevices, setRevoked } from '../db/sessions.ts';
import { DeskRefused, sayAll, type Saying } from '../desk.ts';
import { normalLogin } from '../login.ts';
import { digest, isDevice, newCode, newName, newPin, sealSecret } from '../secrets.ts';
import { originOf } from './guard.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { deed, reading } from './noting.ts';
import { Problem } from './problem.ts';
import type { Who } from './who.ts';

const SLIP_MS = 14 * 86_400_000;
/** A village's worth; each PIN takes the server some 30 ms to seal. */
const MOST_CARDS = 300;

export function officeDoors(app: FastifyInstance, house: House): void {
  app.post('/api/office/slips', async (request) => {
    const who = await request.officer();
    const body = new Members(request.body);
    const login = normalLogin(body.text('login', 80));
    if (login === null) throw new Problem(422, 'login.malformed');
    return await makeSlip(house, request, { who, person: body.text('person', 60), login });
  });
  // Who asks for another slip keeps the login they know.
  app.get<{ Params: { person: string } }>('/api/office/logins/:person', async (request) => {
    const who = await request.officer();
    const account = await house.db.inCommune(who.commune, 'read', (tx) => accountOf(tx, request.params.person));
    if (account) await reading(house, who, { what: 'login', households: null, rows: 1, about: { of: account.person } });
    return { login: account?.login ?? null };
  });
  app.post('/api/office/cards', async (request) => {
    const who = await request.officer();
    const households = [...new Set(new Members(request.body).texts('households', MOST_CARDS, 60))];
    return await makeCards(house, request, { who, households });
  });
  app.get('/api/office/devices', async (request) => {
    const who = await request.officer();
    const phones = await house.db.inCommune(who.commune, 'read', phonesOf);
    await reading(house, who, { what: 'devices', households: null, rows: phones.length });
    return phones;
  });
  for (const [way, at] of [['revoke', () => house.clock()], ['restore', () => null]] as const) {
    app.post<{ Params: { device: string } }>(`/api/office/devices/:device/${way}`, async (request) => {
      const who = await request.officer();
      const { device } = request.params;
      const known = isDevice(device) && (await house.db.inCommune(who.commune, 'write', async (tx) => {
        const set = await setRevoked(tx, device, at());
        if (set) await deed(tx, who, { at: who.now, what: `device.${way}`, about: { device } });
        return set;
      }));
      if (!known) throw new Problem(404, 'device.unknown');
      return { device, revokedAt: at() };
    });
  }
}

/** Phones with whose they are: a household's representative is on no officer's list of people, so the name comes along. */
async function phonesOf(tx: Tx) {
  const devices = await listDevices(tx);
  const letters = await countOpen(tx);
  const people = await readKept(tx, [...new Set(devices.map(({ person }) => `person/${person}`))]);
  return devices.map((device) => {
    const row = people.get(`person/${device.person}`);
    return { ...device, name: row && !row.gone ? (row.body as PersonRow['body']).name : null, household: row?.household ?? null, letters: letters.get(device.device) ?? 0 };
  });
}

/** Address of the app as a phone reaches it, for a QR code. */
const placeOf = (house: House, request: FastifyRequest): string => house.origin ?? originOf(request);

async function makeSlip(house: House, request: FastifyRequest, wish: { who: Who; person: string; login: string }) {
  const { who, person, login } = wish;
  const now = house.clock();
  const slip = newCode(who.commune);
  await house.db.inCommune(who.commune, 'write', async (tx) => {
    const row = (await readKept(tx, [`person/${person}`])).get(`person/${person}`);
    // A representative comes in with the household's card, never with a login.
    if (!row || row.gone || row.household !== null || (row.body as PersonRow['body']).closedOn !== null) throw new Problem(404, 'person.unknown');
    if (!(await putAccount(tx, { commune: who.commune, person, login, digest: digest(login), at: now }))) throw new Problem(409, 'login.taken', { login });
    await putSlip(tx, { digest: digest(slip), person, at: now, until: now + SLIP_MS, by: who.person });
    await deed(tx, who, { at: now, what: 'slip.made', about: { for: person } });
  });
  return { slip, url: `${placeOf(house, request)}/#/vao/${slip}`, until: now + SLIP_MS };
}

async function makeCards(house: House, request: FastifyRequest, wish: { who: Who; households: readonly string[] }) {
  const { who, households } = wish;
  const now = house.clock();
  if (households.length === 0) return [];
  // Nothing slow is done for households that are not there.
  const known = await house.db.inCommune(who.commune, 'read', (tx) => readKept(tx, households.map((id) => `household/${id}`)));
  const missing = households.find((id) => !known.has(`household/${id}`));
  if (missing !== undefined) throw new Problem(404, 'household.unknown', { household: missing });
  // PINs are sealed before the commune's lock is taken: sealing is slow on purpose.
  const drafts = await Promise.all(households.map(async (household) => {
    const pin = newPin();
    return { household, code: newCode(who.commune), pin, seal: await sealSecret(pin) };
  }));
  await house.db.inCommune(who.commune, 'write', async (tx) => {
    const people = await representatives(tx, who, households, now);
    await endOtherSessions(tx, [...people.values()], null);
    await putCards(tx, drafts.map(({ household, code, seal }) => ({ household, seal, digest: digest(code), person: people.get(household)! })), now, who.person);
    await deed(tx, who, { at: now, what: 'cards.made', about: { households: [...households] } });
  });
  return drafts.map(({ household, code, pin }) => ({ household, code, pin, url: `${placeOf(house, request)}/#/the/${code}` }));
}

/** The person who speaks for each household: the one its earlier card named, else a new one with the head's name. */
async function representatives(tx: Tx, who: Who, households: readonly string[], now: number): Promise<ReadonlyMap<string, string>> {
  const rows = await readKept(tx, households.map((id) => `household/${id}`));
  const people = new Map(await cardPeople(tx, households));
  const known = await readKept(tx, [...people.values()].map((id) => `person/${id}`));
  const sayings: Saying[] = [];
  for (const id of households) {
    const row = rows.get(`household/${id}`) as unknown as (HouseholdRow & { readonly gone?: boolean }) | undefined;
    if (!row || row.gone) throw new Problem(404, 'household.unknown', { household: id });
    if (row.body.closedOn !== null) throw new Problem(409, 'household.closed', { household: row.body.no });
    const before = known.get(`person/${people.get(id)}`) as unknown as (PersonRow & { readonly gone?: boolean }) | undefined;
    if (before && !before.gone && speaksFor(before, id, who.today)) continue;
    const person = newName().slice(0, 12);
    people.set(id, person);
    sayings.push(
      { kind: 'person.add', body: { id: person, name: row.body.head } },
      { kind: 'post.give', body: { person, role: 'household', village: row.village, households: [id], from: who.today, until: null } },
    );
  }
  try {
    await sayAll(tx, who.commune, who.person, sayings, now);
  } catch (error) {
    if (error instanceof DeskRefused) throw new Problem(422, 'act.refused', { reason: error.refusal.code, ...error.refusal.params });
    throw error;
  }
  return people;
}

const speaksFor = ({ body }: PersonRow, household: string, today: string): boolean =>
  body.closedOn === null && body.posts.some((post) =>
    post.role === 'household' && post.households[0] === household && (post.until === null || post.until >= today));
