// What a phone may send that no phone of ours would: another's name, commune, village, turn, scope; each said by everybody, and nothing of it counts.
import { actId } from '#journal/act.ts';
import { grantsOf, scopeOf } from '#commune/places/policy.ts';
import type { Cell } from './cell.ts';
import { ABROAD, COMMUNE, groundRows, promiseRow } from './ground.ts';
import { ACTORS, AWAY, HERE, personOf, type Actor } from './people.ts';
import { mayRead } from './act-cells.ts';
import { pull } from './read-cells.ts';
import type { Stage } from './stage.ts';

const OFFICER = ACTORS[0]!;
/** Who may not register a household in the first village: for them each of these must come to nothing. */
const deniedHere = ({ role, at, standing }: Actor): boolean => standing !== 'now' || !(role === 'officer' || (role === 'head' && at.village === HERE.village));

let numbers = 0;
const register = (village: string = HERE.village) => ({ id: `forged-${(numbers += 1)}`, village, no: '9', head: 'A Giả' });

/** Answers how many entries the commune of the ground took meanwhile. */
async function entriesOf(stage: Stage, work: () => Promise<unknown>): Promise<number> {
  const before = await stage.lastEntry(COMMUNE);
  await work();
  return (await stage.lastEntry(COMMUNE)) - before;
}

const none = async (stage: Stage, work: () => Promise<unknown>): Promise<string | null> => {
  const taken = await entriesOf(stage, work);
  return taken === 0 ? null : `${taken} acts were taken`;
};

const push = (stage: Stage, actor: Actor, act: object, more: object = {}) =>
  stage.ask({ method: 'POST', path: '/api/acts', seat: stage.seatOf(actor), json: { acts: [act], cursor: null, withheld: [], build: 'cells', echo: true, ...more } });

const next = (stage: Stage, actor: Actor): { turn: number; device: string } => {
  const seat = stage.seatOf(actor);
  return { turn: seat.turn + 1, device: seat.device };
};

type Forgery = (stage: Stage, actor: Actor) => Promise<string | null>;

/** Each must leave the book as it is, whoever says it. */
const FORGERIES: Readonly<Record<string, Forgery>> = {
  async 'another’s device'(stage, actor) {
    if (actor === OFFICER) return null;
    const { device, turn } = next(stage, OFFICER);
    const act = { id: actId(device, turn), kind: 'household.register', v: 1, device, turn, at: 1, body: register() };
    return await none(stage, async () => {
      const { code } = await push(stage, actor, act);
      if (code !== 'act.wrong-device') throw new Error(`answered ${code}`);
    });
  },
  async 'the name of another’s act'(stage, actor) {
    const { device, turn } = next(stage, actor);
    const act = { id: actId(stage.seatOf(OFFICER).device, turn + 900), kind: 'household.register', v: 1, device, turn, at: 1, body: register() };
    return await none(stage, () => push(stage, actor, act));
  },
  async 'an author of its own'(stage, actor) {
    const author = { author: 'officer', person: 'officer', by: 'officer', said: { author: 'officer' }, commune: COMMUNE };
    return deniedHere(actor) ? await none(stage, () => stage.say(stage.seatOf(actor), 'household.register', register(), author)) : null;
  },
  async 'an author in the body'(stage, actor) {
    return await none(stage, () => stage.say(stage.seatOf(actor), 'household.register', { ...register(), by: 'officer', author: 'officer' }));
  },
  async 'another commune in the push'(stage, actor) {
    if (actor.standing !== 'abroad') return null;
    const seat = stage.seatOf(actor);
    seat.turn += 1;
    const act = { id: actId(seat.device, seat.turn), kind: 'village.add', v: 1, device: seat.device, turn: seat.turn, at: 1, body: { id: `abroad-${seat.turn}`, name: 'X', languages: ['vi'] } };
    return await none(stage, () => push(stage, actor, act, { commune: COMMUNE }));
  },
  async 'another commune in the act'(stage, actor) {
    const code = actor.standing === 'abroad' ? COMMUNE : ABROAD;
    const before = await stage.lastEntry(ABROAD);
    const taken = await none(stage, () => stage.say(stage.seatOf(actor), 'commune.found', { code, name: 'X', province: 'Y', sample: false }));
    return taken ?? ((await stage.lastEntry(ABROAD)) === before ? null : 'the other commune took it');
  },
  async 'another commune in the token'(stage, actor) {
    const seat = stage.seatOf(actor);
    const forged = { device: seat.device, token: seat.token.replace(/^\d+/, seat.commune === COMMUNE ? ABROAD : COMMUNE) };
    const { status } = await stage.ask({ method: 'GET', path: '/api/rows', seat: forged });
    return status === 401 ? null : `answered ${status}`;
  },
  async 'another’s village'(stage, actor) {
    if (actor.role === 'officer' && actor.standing === 'now') return null;
    const village = actor.at.village === AWAY.village ? HERE.village : AWAY.village;
    return await none(stage, () => stage.say(stage.seatOf(actor), 'household.register', register(village)));
  },
  async 'a thing under another’s household'(stage, actor) {
    const id = `lent-${(numbers += 1)}`;
    await stage.lay(COMMUNE, [...groundRows(stage.days), promiseRow(id, AWAY, { keeper: actor.name })]);
    const household = actor.at.household === AWAY.household || actor.at.household === null ? HERE.household : actor.at.household;
    return await none(stage, () => stage.say(stage.seatOf(actor), 'promise.withdraw', { promise: id, household, words: 'x' }));
  },
  async 'a turn said before with other words'(stage, actor) {
    const seat = stage.seatOf(actor);
    if (seat.turn === 0) await stage.say(seat, 'household.amend', { household: 'not-there', place: 'x' });
    const act = { id: actId(seat.device, seat.turn), kind: 'village.amend', v: 1, device: seat.device, turn: seat.turn, at: 2, body: { id: 'v9', name: `Lần hai ${seat.turn}` } };
    return await none(stage, () => push(stage, actor, act));
  },
  async 'a turn that leaves a gap'(stage, actor) {
    const { device, turn } = next(stage, actor);
    const act = { id: actId(device, turn + 5), kind: 'village.amend', v: 1, device, turn: turn + 5, at: 2, body: { id: 'v9', name: 'Nhảy lượt' } };
    return await none(stage, async () => {
      const { json } = await push(stage, actor, act);
      if ((json.verdicts ?? []).length > 0) throw new Error('it got a verdict');
    });
  },
  async 'an officer’s scope in the pull'(stage, actor) {
    return await holds(stage, actor, `?epoch=${stage.db.epoch}&scope=${officersScope(stage)}&entry=0`);
  },
  async 'an officer’s scope and an own run'(stage, actor) {
    return await holds(stage, actor, `?epoch=${stage.db.epoch}&scope=${officersScope(stage)}&entry=0&own=1-2`);
  },
  async 'a next page of nobody’s'(stage, actor) {
    const person = personOf(actor, stage.days);
    const scope = person ? scopeOf(person, stage.days.today) : 'nobody';
    const more = `${(0).toString(36)}.${Buffer.from('a').toString('base64url')}`;
    return await holds(stage, actor, `?epoch=${stage.db.epoch}&scope=${scope}&entry=0&more=${more}`);
  },
  async 'an officer’s scope in the push'(stage, actor) {
    if (!deniedHere(actor)) return null;
    const seat = stage.seatOf(actor);
    seat.turn += 1;
    const act = { id: actId(seat.device, seat.turn), kind: 'household.register', v: 1, device: seat.device, turn: seat.turn, at: 1, body: register() };
    return await none(stage, () => push(stage, actor, act, { echo: false, cursor: { epoch: stage.db.epoch, scope: officersScope(stage), entry: 1_000_000, own: [] }, grants: grantsOf(personOf(OFFICER, stage.days)!, stage.days.today) }));
  },
};

const officersScope = (stage: Stage): string => scopeOf(personOf(OFFICER, stage.days)!, stage.days.today);

/** Whatever a pull claims, it brings rows the policy gives this person, or none. */
async function holds(stage: Stage, actor: Actor, query: string): Promise<string | null> {
  const seen = await pull(stage, actor, query);
  const stranger = groundRows(stage.days).find((row) => seen.has(`${row.kind}/${row.id}`) && !mayRead(actor, row) && actor.standing !== 'abroad');
  if (actor.standing === 'abroad' && [...seen].some((key) => /\/(h1|h2|h3|v1|v2|visit-h1)$/.test(key))) return 'rows of another commune came';
  return stranger ? `${stranger.kind}/${stranger.id} came` : null;
}

export function forgedCells(): readonly Cell[] {
  return Object.entries(FORGERIES).flatMap(([what, forge]) => ACTORS.map((actor): Cell => ({
    way: 'forged', name: `${what}, ${actor.name}`, run: async (stage) => await forge(stage, actor).catch((error: unknown) => (error as Error).message),
  })));
}
