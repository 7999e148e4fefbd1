// Coming in and going out: by login and password, by a first slip, or by a household's card and PIN.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  accountByLogin, accountOf, cardOf, communeOfLogin, setSeal, slipPerson, useSlip,
} from '../db/accounts.ts';
import { forgiveTries } from '../db/attempts.ts';
import { endOtherSessions, endSession } from '../db/sessions.ts';
import { normalLogin, passwordFault, LEAST_PASSWORD, MOST_PASSWORD } from '../login.ts';
import { digest, isDevice, matches, readCode, sealSecret } from '../secrets.ts';
import { takeCookie } from './cookies.ts';
import { flow, type Flow } from './flow.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { deed, failures, type Failures } from './noting.ts';
import { Problem } from './problem.ts';
import { admit, type Found } from './seat.ts';
import { askPassword, loginTries, tried, waitFor } from './tries.ts';

/** Wrong tries from one address, all names together: a whole village may share one. One comes back every 6 s. */
const ADDRESS_TRIES = 50;
const ADDRESS_BACK = 1 / 6;

/** A card on a borrowed phone is forgotten by the next day. */
const BORROWED_MS = 86_400_000;

const wrong = () => new Problem(401, 'sign-in.wrong');

export function signInDoor(app: FastifyInstance, house: House): void {
  const addresses = flow(ADDRESS_TRIES, ADDRESS_BACK, house.clock);
  const failed = failures(app, house);
  app.post('/api/sign-in', async (request, reply) => {
    const body = new Members(request.body);
    const devices = body.has('devices') ? body.texts('devices', 20, 80) : [];
    const phoneName = body.has('phoneName') ? body.text('phoneName', 80, 0) : '';
    const found = await fromAddress(addresses, request.ip, () => recognise(house, failed, body));
    return await admit(house, found, { request, reply, devices, phoneName });
  });
  app.post('/api/sign-out', async (request, reply) => await signOut(house, request, reply));
  app.post('/api/me/password', async (request) => {
    const who = await request.seat();
    const body = new Members(request.body);
    return await changePassword(house, failed, who, { old: body.secret('old'), next: body.secret('new') });
  });
}

/** A wrong try costs the address; a right one costs nothing. */
async function fromAddress<T>(addresses: Flow, ip: string, work: () => Promise<T>): Promise<T> {
  const name = ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip;
  try {
    addresses.take(name);
  } catch (error) {
    throw error instanceof Problem ? waitFor((error.retryAfter ?? 6) * 1000) : error;
  }
  const result = await work();
  addresses.give(name);
  return result;
}

async function recognise(house: House, failed: Failures, body: Members): Promise<Found> {
  if (body.has('slip')) return await bySlip(house, failed, { typed: body.secret('slip'), password: body.secret('password') });
  if (body.has('card')) return await byCard(house, failed, { code: body.secret('card'), pin: body.secret('pin'), borrowed: !body.has('borrowed') || body.flag('borrowed') });
  return await byLogin(house, failed, { typed: body.secret('login'), password: body.secret('password') });
}

async function byLogin(house: House, failed: Failures, { typed, password }: { typed: string; password: string }): Promise<Found> {
  const login = normalLogin(typed);
  let found: Found | undefined;
  await tried(house, loginTries(login ?? typed.slice(0, 100)), async () => {
    const commune = login === null ? undefined : await house.db.inHouse((tx) => communeOfLogin(tx, digest(login)));
    // A login nobody has is looked for as well, where nobody lives: it takes as long as one that somebody has.
    const account = await house.db.inCommune(commune ?? '0', 'read', (tx) => accountByLogin(tx, login ?? ''));
    const right = await matches(account?.seal, password);
    if (right) found = { commune: commune!, person: account!.person, until: null, by: 'password' };
    else failed.count(commune, account?.person ?? null);
    return right;
  }, wrong);
  return found!;
}

async function byCard(house: House, failed: Failures, card: { code: string; pin: string; borrowed: boolean }): Promise<Found> {
  const read = readCode(card.code);
  let found: Found | undefined;
  await tried(house, `card ${read?.code ?? card.code.slice(0, 100)}`, async () => {
    const kept = read ? await house.db.inCommune(read.commune, 'read', (tx) => cardOf(tx, digest(read.code))) : undefined;
    const right = await matches(kept?.seal, card.pin.replace(/\s/g, ''));
    if (right) found = { commune: read!.commune, person: kept!.person, until: card.borrowed ? house.clock() + BORROWED_MS : null, by: 'card' };
    else failed.count(kept && read!.commune, kept?.person ?? null);
    return right;
  }, wrong);
  return found!;
}

/** The slip is a secret of its own that chance made: whoever holds it sets the password, once. */
async function bySlip(house: House, failed: Failures, { typed, password }: { typed: string; password: string }): Promise<Found> {
  const read = readCode(typed);
  const used = () => {
    failed.count(undefined, null);
    return new Problem(401, 'slip.used');
  };
  if (!read) throw used();
  const { commune } = read;
  const key = digest(read.code);
  const account = await house.db.inCommune(commune, 'read', async (tx) => {
    const person = await slipPerson(tx, key, house.clock());
    return person === undefined ? undefined : await accountOf(tx, person);
  });
  if (!account) throw used();
  refuseWeak(password, account.login);
  const seal = await sealSecret(password);
  await house.db.inCommune(commune, 'write', async (tx) => {
    if (!(await useSlip(tx, key, house.clock()))) throw new Problem(401, 'slip.used');
    await setSeal(tx, account.person, seal, house.clock());
    await endOtherSessions(tx, [account.person], null);
  });
  await house.db.inHouse((tx) => forgiveTries(tx, digest(loginTries(account.login))));
  return { commune, person: account.person, until: null, by: 'slip' };
}

/** @throws Problem 422 password.short, password.long, password.common */
export function refuseWeak(password: string, login: string | null): void {
  const fault = passwordFault(password, login);
  if (fault) throw new Problem(422, fault, { least: LEAST_PASSWORD, most: MOST_PASSWORD });
}

/**
 * Ends the session. Asked to wipe, it has the browser clear all that is kept on the phone: also for one that was shut out
 * or whose session is long over, as those are the ones that must.
 */
async function signOut(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const wipe = request.body !== undefined && request.body !== null && new Members(request.body).flag('wipe');
  const who = await request.seat().catch((error: unknown) => {
    if (wipe && error instanceof Problem && error.status === 401) return undefined;
    throw error;
  });
  if (who) {
    await house.db.inCommune(who.commune, 'write', async (tx) => {
      await endSession(tx, who.device);
      await deed(tx, who, { at: who.now, what: 'sign-out', about: { wipe } });
    });
  }
  const device = request.headers['x-device'];
  if (isDevice(device)) takeCookie(request, reply, device);
  // Deleting databases leaves their bytes on the disk; this does not (measured).
  if (wipe) reply.header('clear-site-data', '"storage"');
  return reply.code(204).send();
}

async function changePassword(house: House, failed: Failures, who: { commune: string; person: string; device: string }, words: { old: string; next: string }) {
  const account = await askPassword(house, failed, who, words.old);
  refuseWeak(words.next, account.login);
  const seal = await sealSecret(words.next);
  await house.db.inCommune(who.commune, 'write', async (tx) => {
    await setSeal(tx, who.person, seal, house.clock());
    await endOtherSessions(tx, [who.person], who.device);
    await deed(tx, who, { at: house.clock(), what: 'password.changed' });
  });
  return { changed: true };
}
