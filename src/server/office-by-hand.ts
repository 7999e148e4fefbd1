// What an operator may do from the command line in an officer's stead: found, try the sample, let somebody in again.
import { communeOfLogin, accountByLogin, putSlip } from './db/accounts.ts';
import { noteDeed } from './db/audit.ts';
import { listCommunes } from './db/communes.ts';
import type { Db } from './db/open.ts';
import { Trouble } from './db/trouble.ts';
import { DeskRefused } from './desk.ts';
import { CannotFound, foundCommune } from './found.ts';
import { LEAST_PASSWORD, normalLogin, passwordFault } from './login.ts';
import { findUnit } from './places/units.ts';
import { makeSample } from './sample/make.ts';
import { digest, newCode } from './secrets.ts';

const SLIP_MS = 14 * 86_400_000;

export interface ByHand {
  /** Code of the General Statistics Office. */
  readonly code: string;
  readonly villages: readonly string[];
  readonly officer: { readonly name: string; readonly login: string; readonly password: string };
  readonly now: number;
}

function unitOf(code: string) {
  const found = findUnit(code);
  if (!found) throw new Trouble(`There is no commune with the code ${code} in the list of 3,321 (General Statistics Office, five digits, for example 23538).`);
  return found;
}

/** Before anything is asked or made. @throws Trouble */
export const checkCode = (code: string): void => void unitOf(code);

/** Founds a commune; answers the sentence to print. @throws Trouble */
export async function foundByHand(db: Db, { code, villages, officer, now }: ByHand): Promise<string> {
  const found = unitOf(code);
  if (villages.length === 0) throw new Trouble('Name at least one village.');
  const login = normalLogin(officer.login);
  if (login === null) throw new Trouble('The user name needs 3 to 40 letters without marks, digits, dots or dashes; or give a phone number.');
  if (passwordFault(officer.password, login) !== null) throw new Trouble(`This password is too short (at least ${LEAST_PASSWORD} letters) or among the first anyone would guess.`);
  try {
    await foundCommune(db, {
      commune: { code, name: found.unit.fullName, province: found.province.fullName },
      villages: villages.map((name) => ({ name, languages: ['vi'] })), officer: { ...officer, login },
    }, now);
  } catch (error) {
    if (error instanceof CannotFound) throw new Trouble(error.why === 'login' ? `The user name ${login} is taken on this server.` : `${found.unit.fullName} stands on this server already.`);
    if (error instanceof DeskRefused) throw new Trouble(`The rules refuse it: ${error.message}`);
    throw error;
  }
  return `${found.unit.fullName}, ${found.province.fullName}, is founded. Sign in as ${login}.`;
}

/** Makes the sample commune; answers the ways in. */
export async function sampleByHand(db: Db, say: (sentence: string) => void): Promise<string> {
  let told = -1;
  const ways = await makeSample(db, (done, of) => {
    const tenth = Math.floor((done * 10) / of);
    if (tenth > told) say(`${done} of ${of} acts`);
    told = tenth;
  });
  return `The sample commune stands. User names ${ways.officer.login}, ${ways.head.login}, ${ways.volunteer.login}, password ${ways.officer.password}; household card ${ways.card.code}, PIN ${ways.card.pin}.`;
}

/** A one-time slip for whoever has this login; answers the sentence to print. @throws Trouble where nobody has it */
export async function newSlip(db: Db, typed: string, { now, origin }: { now: number; origin: string | null }): Promise<string> {
  const login = normalLogin(typed);
  const commune = login === null ? undefined : await db.inHouse((tx) => communeOfLogin(tx, digest(login)));
  if (login === null || commune === undefined) {
    const communes = await db.inHouse(listCommunes);
    throw new Trouble(`Nobody has the user name ${typed} here (${communes.map(({ name }) => name).join(', ') || 'no commune yet'}).`);
  }
  const slip = newCode(commune);
  await db.inCommune(commune, 'write', async (tx) => {
    const account = await accountByLogin(tx, login);
    if (!account) throw new Trouble(`Nobody has the user name ${typed} here.`);
    await putSlip(tx, { digest: digest(slip), person: account.person, at: now, until: now + SLIP_MS });
    await noteDeed(tx, { at: now, person: null, device: null, what: 'slip.made', about: { for: account.person, by: 'operator' } });
  });
  const way = origin === null ? 'On the sign-in screen choose the slip and type it.' : `Or open ${origin}/#/vao/${slip}`;
  return `New slip for ${login}, good for 14 days and once:\n\n  ${slip}\n\n${way} It sets a new password; the old one works until then.`;
}
