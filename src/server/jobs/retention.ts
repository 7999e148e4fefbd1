// Every night what is older than it may be kept goes, by the rules of commune/rights/retention.ts; before that it can be read what would go.
import type { Json } from '#journal/act.ts';
import { HOUSE } from '#commune/places/author.ts';
import { RETENTIONS, type RetentionName } from '#commune/rights/retention.ts';
import { dayAt } from '../clock.ts';
import { noteDeed } from '../db/audit.ts';
import { shelf } from '../clips/shelf.ts';
import { unnamedClips, type NamedClip } from '../db/clips.ts';
import { listCommunes } from '../db/communes.ts';
import { emptyFaded } from '../db/empty.ts';
import { overdueHouseholds, overdueLoose, overdueRows, type Loose, type Overdue } from '../db/overdue.ts';
import type { Db, Tx } from '../db/open.ts';
import { markScrub } from '../db/scrub.ts';
import { dropOldPieces, forgottenClips, oldPieces } from '../db/tray-clips.ts';
import { sayAll, type Saying } from '../desk.ts';
import { takeClipsAway } from './clips-away.ts';
import { clearAway, eraseOne } from './erase-settled.ts';

/** Rows named in one act of fading. */
const BATCH = 200;
const DAY_MS = 86_400_000;
const UNNAMED_MS = RETENTIONS.unnamed.days * DAY_MS;

export interface Due {
  readonly rows: readonly Overdue[];
  /** Households of which everything goes. */
  readonly households: readonly string[];
  readonly loose: readonly Loose[];
}

/** What goes with the next run, or would go in so many days: nothing is changed. */
export async function retentionDue(db: Db, commune: string, now: number, ahead = 0): Promise<Due> {
  const at = now + ahead * DAY_MS;
  return await db.inCommune(commune, 'read', async (tx) => {
    const households = await overdueHouseholds(tx, dayAt(at));
    const whole = new Set(households);
    const rows = (await overdueRows(tx, dayAt(at))).filter(({ household }) => household === null || !whole.has(household));
    const unnamed = (await nobodys(tx, at)).length + countClips(await oldPieces(tx, at - UNNAMED_MS));
    return { rows, households, loose: [...(await overdueLoose(tx, at, dayAt(at), false)), ...(unnamed > 0 ? [{ rule: 'unnamed', count: unnamed } as const] : [])] };
  });
}

/** Takes away what is over, in every commune; answers how many things went. Each commune's run is noted in its audit. */
export async function runRetention(db: Db, dataDir: string, now: number): Promise<number> {
  const communes = (await db.inHouse(listCommunes)).map(({ code }) => code);
  let all = 0;
  for (const code of communes) {
    const due = await retentionDue(db, code, now);
    const went: Record<string, number> = {};
    const count = (rule: RetentionName, n: number): void => {
      if (n > 0) went[rule] = (went[rule] ?? 0) + n;
    };
    for (const household of due.households) {
      await db.inCommune(code, 'write', (tx) => eraseOne(tx, code, { household, request: null }, now));
      count('register', 1);
    }
    for (const { rule, rows } of byHousehold(due.rows)) {
      await db.inCommune(code, 'write', (tx) => fadeRows(tx, code, rows, now));
      count(rule, rows.length);
    }
    for (const { rule, count: n } of await db.inCommune(code, 'write', (tx) => overdueLoose(tx, now, dayAt(now), true))) count(rule, n);
    count('unnamed', await takeClipsAway({ db, dataDir }, code, communes, (tx) => nobodys(tx, now)));
    const pieces = await db.inCommune(code, 'write', (tx) => dropOldPieces(tx, now - UNNAMED_MS));
    for (const { name } of pieces) await shelf(dataDir).dropPart(name);
    count('unnamed', countClips(pieces));
    count('said', await emptyFaded(db, code, now, dayAt(now)));
    if (due.households.length > 0) await clearAway(db, dataDir, code, communes, now);
    const sum = Object.values(went).reduce((total, n) => total + n, 0);
    all += sum;
    if (sum === 0) continue;
    await db.inCommune(code, 'note', (tx) => noteDeed(tx, { at: now, person: null, device: null, what: 'retention.ran', about: { went } as Readonly<Record<string, Json>> }));
    await db.inHouse((tx) => markScrub(tx, now));
  }
  return all;
}

/** Photos and recordings that no visit in the book names, nor a letter that waits. */
const nobodys = async (tx: Tx, now: number): Promise<readonly NamedClip[]> =>
  [...(await unnamedClips(tx, now - UNNAMED_MS)), ...(await forgottenClips(tx, now - UNNAMED_MS))];

const countClips = (pieces: readonly { readonly device: string; readonly hash: string }[]): number => new Set(pieces.map(({ device, hash }) => `${device} ${hash}`)).size;

/** One list a household and rule, none longer than an act takes. */
function byHousehold(rows: readonly Overdue[]): readonly { readonly rule: RetentionName; readonly rows: readonly Overdue[] }[] {
  const groups = new Map<string, Overdue[]>();
  for (const row of rows) {
    const name = `${row.household ?? ''} ${row.rule}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / BATCH) }, (_, n) => ({ rule: group[0]!.rule, rows: group.slice(n * BATCH, (n + 1) * BATCH) })));
}

async function fadeRows(tx: Tx, commune: string, rows: readonly Overdue[], now: number): Promise<void> {
  const saying: Saying = { kind: 'record.fade', body: { household: rows[0]!.household, rows: rows.map(({ key }) => key) } };
  await sayAll(tx, commune, HOUSE, [saying], now);
}
