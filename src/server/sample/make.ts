// Makes the sample commune: says its whole story through the same rules as every phone, and opens ways in to try it.
import type { Act, Json } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { accept, noSeat } from '#journal/accept.ts';
import { kinds } from '#commune/kinds.ts';
import { dayAt } from '../clock.ts';
import { putAccount, putCards, setSeal } from '../db/accounts.ts';
import { addCommune } from '../db/communes.ts';
import { ledgerOf } from '../db/ledger.ts';
import type { Db, Tx } from '../db/open.ts';
import { openDevice } from '../db/sessions.ts';
import { digest, sealSecret } from '../secrets.ts';
import { SAMPLE_COMMUNE } from './people.ts';
import { tellStory, type Line, type Story } from './story.ts';

export interface SampleWays {
  readonly commune: string;
  readonly officer: { readonly login: string; readonly password: string };
  readonly head: { readonly login: string; readonly password: string };
  readonly volunteer: { readonly login: string; readonly password: string };
  readonly card: { readonly code: string; readonly pin: string };
}

/** Known to everyone, as the commune is invented and its mark stands on every screen. Nothing real may be kept in it. */
const PASSWORD = 'nha-rong-mau';
const LOGINS = { officer: 'canbo', head: 'truongthon', volunteer: 'tinhnguyen' } as const;
const CARD = { code: `${SAMPLE_COMMUNE.code}.MAUM-AUMA-UMAU`, pin: '246810' } as const;

/** Acts told in one transaction: few enough that the progress moves, many enough that it is quick. */
const CHUNK = 200;

/**
 * Makes the sample commune in a database that has no commune yet.
 *
 * @param tell called with the acts said so far and in all
 * @throws Error naming the act where the rules refuse a line of the story
 */
export async function makeSample(db: Db, tell: (done: number, of: number) => void, now: number = Date.now()): Promise<SampleWays> {
  const story = tellStory(dayAt(now));
  const { code, name } = SAMPLE_COMMUNE;
  await db.inHouse((tx) => addCommune(tx, { code, name, sample: true, now }));
  await db.inCommune(code, 'write', async (tx) => {
    for (const [person, device] of story.devices) await openDevice(tx, { device, person, desk: true, phoneName: 'máy chủ', at: now });
  });
  for (let done = 0; done < story.lines.length; done += CHUNK) {
    tell(done, story.lines.length);
    const chunk = story.lines.slice(done, done + CHUNK);
    await db.inCommune(code, 'write', (tx) => tellChunk(tx, chunk));
  }
  await openWays(db, story, now);
  tell(story.lines.length, story.lines.length);
  const way = (login: string) => ({ login, password: PASSWORD });
  return { commune: code, officer: way(LOGINS.officer), head: way(LOGINS.head), volunteer: way(LOGINS.volunteer), card: CARD };
}

async function tellChunk(tx: Tx, lines: readonly Line[]): Promise<void> {
  for (let from = 0; from < lines.length; ) {
    const { device, on } = lines[from]!;
    let until = from + 1;
    while (until < lines.length && lines[until]!.device === device && lines[until]!.on === on) until += 1;
    await tellDay(tx, lines.slice(from, until));
    from = until;
  }
}

/** What one person says on one day, judged on that day. */
async function tellDay(tx: Tx, lines: readonly Line[]): Promise<void> {
  const { device, on } = lines[0]!;
  const at = Date.parse(`${on}T02:00:00Z`);
  const acts = lines.map(({ turn, kind, body }): Act => ({ id: actId(device, turn), kind, v: kinds.get(kind)?.version ?? 1, device, turn, at, body: body as Json }));
  const batch = { commune: SAMPLE_COMMUNE.code, device, acts, cursor: null, withheld: [] };
  const answer = await accept(ledgerOf(tx, at), batch, { kinds, today: on, epoch: '', scopeOf: () => '', sees: () => false });
  if (answer === noSeat) throw new Error(`the sample's device ${device} has no seat`);
  answer.verdicts.forEach((verdict, i) => {
    if (!('entry' in verdict)) throw new Error(`the sample's ${acts[i]!.kind} ${acts[i]!.id} was refused: ${JSON.stringify(verdict)} ${JSON.stringify(acts[i]!.body)}`);
  });
}

async function openWays(db: Db, story: Story, now: number): Promise<void> {
  const password = await sealSecret(PASSWORD);
  const pin = await sealSecret(CARD.pin);
  const commune = SAMPLE_COMMUNE.code;
  const people = { officer: story.officer, head: story.head, volunteer: story.volunteer } as const;
  for (const role of ['officer', 'head', 'volunteer'] as const) {
    const login = LOGINS[role];
    // A login names no commune, so the house keeps it; both tables are written by one call within the commune's fence.
    await db.inCommune(commune, 'write', async (tx) => {
      if (!(await putAccount(tx, { commune, person: people[role], login, digest: digest(login), at: now }))) throw new Error(`the login ${login} is taken on this server`);
      await setSeal(tx, people[role], password, now);
    });
  }
  await db.inCommune(commune, 'write', (tx) => putCards(tx, [{ household: story.household.id, person: story.household.person, seal: pin, digest: digest(CARD.code) }], now));
}
