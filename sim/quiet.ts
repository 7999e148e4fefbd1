// The quiet end of a world: everyone exchanges until nothing is left to say, and then nothing more may go over the road.
import type { KeptAct, Page, Push, Pushed, Road } from '#journal/ports.ts';
import { type Asked } from '#journal/cursor.ts';
import type { Seat, Tab } from './phone.ts';
import type { World } from './world.ts';

/** Exchanges after which a phone that still has something to send or read is called stuck; one that read in vain before waits longer. */
const MOST_ROUNDS = 8;
const MOST_DOUBTS = 80;

/** What went over the road in one exchange. */
interface Traffic {
  readonly pushes: { readonly push: Push; readonly pushed: Pushed }[];
  readonly pages: { readonly asked: Asked; readonly page: Page }[];
}

export async function quietRoad(world: World): Promise<void> {
  for (const { device, person } of world.seats) world.host.signIn(device, person);
  for (const seat of world.seats) await calmDown(world, seat);
  // What the last ones have said, the first ones have not read yet.
  for (const seat of world.seats) await calmDown(world, seat);
  if (world.laws.broken) return;
  world.laws.end(world.host, world.seats);
  const some = few(world);
  for (const seat of some) await nothingTwice(world, seat);
  for (const seat of some) await sayOne(world, seat);
  for (const seat of world.seats) await exchange(world, seat);
  for (const seat of some) await nothingTwice(world, seat);
  if (!world.laws.broken) world.laws.end(world.host, world.seats);
}

/** Two of the seats, another two in another world: what holds for these in a thousand worlds holds for all. */
function few({ seats, chance }: World): readonly Seat[] {
  if (seats.length <= 2) return seats;
  const first = chance.int(seats.length);
  return [seats[first]!, seats[(first + 1 + chance.int(seats.length - 1)) % seats.length]!];
}

async function calmDown(world: World, seat: Seat): Promise<void> {
  for (let [round, doubts] = [0, 0]; !world.laws.broken; round++) {
    if (round - doubts === MOST_ROUNDS || doubts === MOST_DOUBTS) return world.laws.break('J1', `${seat.device} does not come to an end of its exchange`);
    seat.doubts = false;
    const { pushes, pages } = await exchange(world, seat);
    if (seat.doubts) doubts += 1;
    else if (newActs(pushes) === 0 && pages.every(({ page }) => page.rows.length === 0)) return;
  }
}

/** Acts beyond the one a kind that asks whether the server knows the rest by now. */
const newActs = (pushes: Traffic['pushes']): number =>
  pushes.reduce((sum, { push, pushed }) => sum + push.acts.filter((act) =>
    !pushed.verdicts.some((verdict) => verdict.turn === act.turn && 'waits' in verdict)).length, 0);

/** J6: an exchange with nothing new sends no act (but one a kind that waits for a newer server) and reads no row. */
async function nothingTwice(world: World, seat: Seat): Promise<void> {
  const { pushes, pages } = await exchange(world, seat);
  const sent = pushes.flatMap(({ push }) => push.acts.map((act) => `${act.kind}/${act.v}`));
  if (newActs(pushes) > 0 || new Set(sent).size < sent.length) world.laws.break('J6', `${seat.device} sent ${sent.join(' ')} again on a quiet road`);
  const read = pages.flatMap(({ page }) => page.rows);
  if (read.length > 0) world.laws.break('J6', `${seat.device} read ${read.map((row) => `${row.kind}/${row.id}@${row.entry}`).join(' ')} again on a quiet road`);
}

/** J6: what one person says goes over the road once, and where all it was decided from is here, it does not come back. */
async function sayOne(world: World, seat: Seat): Promise<void> {
  await exchange(world, seat);
  const tab = world.phones.tabOf(seat);
  if (!tab || world.laws.broken) return;
  const before = tab.replica.acts.length;
  world.note(`${seat.device} says something on the quiet road`);
  await world.phones.say(seat, tab);
  await world.rest();
  const said = tab.replica.acts.length > before ? tab.replica.acts.at(-1) : undefined;
  if (!said) return;
  const { pushes, pages } = await exchange(world, seat, tab);
  const sent = pushes.filter(({ push }) => push.acts.some((act) => act.turn === said.act.turn));
  if (sent.length !== 1) world.laws.break('J6', `${said.act.id} went over the road ${sent.length} times`);
  const verdict = sent[0]?.pushed.verdicts.find((one) => one.turn === said.act.turn);
  // What went bad on this phone shows itself now, and is read anew.
  if (!verdict || !('entry' in verdict) || seat.rotten.size > 0) return;
  // What was said may change what its author may see: then all is read anew, and rightly.
  if (pages.some(({ asked, page }) => asked.cursor !== null && asked.cursor.scope !== page.cursor.scope)) return;
  const back = pages.flatMap(({ page }) => page.rows).filter((row) => row.entry === verdict.entry);
  if (verdict.asSaid && back.length > 0) world.laws.break('J6', `${said.act.id} was as said, and its rows were sent back`);
  if (pages.some(({ asked }) => asked.cursor === null)) world.laws.break('J6', `${seat.device} had to read everything anew after ${said.act.id} ${said.act.kind}`);
  if (!verdict.asSaid && isPlain(world, seat, said)) world.laws.break('J6', `${said.act.id} ${said.act.kind} was not taken as said, though nothing was unknown`);
}

/** Acts that read and leave nothing their author may not see, said by a phone of the server's own build. */
function isPlain(world: World, seat: Seat, { act, shown }: KeptAct): boolean {
  const plain = ['household.amend', 'note.add', 'member.add', 'promise.confirm', 'promise.claim'].includes(act.kind);
  // What hangs on a household that moved away without it is decided from rows that its author may not see.
  const said = act.body as { readonly household?: string; readonly amend?: { readonly household: string } };
  const home = world.host.book.rows.get(`household/${said.household ?? said.amend?.household}`);
  return plain && seat.phone.build === world.host.build && [...shown, ...(home ? [home] : [])].every((row) => world.laws.sees(world.host, seat, row));
}

async function exchange(world: World, seat: Seat, at?: Tab): Promise<Traffic> {
  const traffic: Traffic = { pushes: [], pages: [] };
  const tab = at ?? world.phones.tabOf(seat);
  if (!tab || world.laws.broken) return traffic;
  const road = world.phones.road(seat, tab.life);
  const heard: Road = {
    push: async (push) => {
      const pushed = await road.push(push);
      traffic.pushes.push({ push, pushed });
      return pushed;
    },
    pull: async (asked) => {
      const page = await road.pull(asked);
      traffic.pages.push({ asked, page });
      return page;
    },
  };
  let done = false;
  await world.phones.start(async () => {
    await tab.replica.exchange(heard);
    done = true;
  });
  await world.rest();
  world.check();
  if (!done && !world.laws.broken) world.laws.break('J1', `the exchange of ${seat.device} never ended on a quiet road`);
  return traffic;
}
