// A commune for the figures: founded by the server's own code, with villages, heads and volunteers, each with a phone that is signed in.
import { foundCommune } from '#server/found.ts';
import { sayAll } from '#server/desk.ts';
import { openDevice, openSession } from '#server/db/sessions.ts';
import type { Db } from '#server/db/open.ts';
import { digest, newToken } from '#server/secrets.ts';

export const COMMUNE = '23538';
/** Phones of one village: one of its head, who sees all of it, the others of volunteers, who see the household they visit. */
const IN_VILLAGE = 10;
const villageOf = (n: number): string => `v${Math.floor(n / IN_VILLAGE) + 1}`;

/** A phone that has been signed in, and the household it speaks of. */
export interface StagedSeat {
  readonly device: string;
  readonly person: string;
  readonly token: string;
  readonly household: string;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz';

/** Eight letters, as the server names devices; its own names are chance, and these begin alike. */
export const deviceName = (n: number): string => `phon${LETTERS[Math.floor(n / 576) % 24]}${LETTERS[Math.floor(n / 24) % 24]}${LETTERS[n % 24]}a`;

const IDLE_MS = 400 * 86_400_000;

/** Founds the commune and signs so many phones in, of ten in every village, each with a household of its own to visit. */
export async function stage(db: Db, phones: number, now: number): Promise<readonly StagedSeat[]> {
  const officer = await foundCommune(db, {
    commune: { code: COMMUNE, name: 'Xã Thử', province: 'Tỉnh Thử' }, villages: Array.from({ length: Math.ceil(phones / IN_VILLAGE) }, (_, n) => ({ name: `Thôn ${n + 1}`, languages: ['vi', 'sed'] })),
    officer: { name: 'Y Hương', login: 'yhuong', password: 'lúa chín vàng đồng' },
  }, now);
  const today = new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);
  const seats = Array.from({ length: phones }, (_, n): StagedSeat => ({ device: deviceName(n), person: `nguoi${n + 1}`, token: newToken(COMMUNE), household: `ho${n + 1}` }));
  await db.inCommune(COMMUNE, 'write', async (tx) => {
    for (let at = 0; at < seats.length; at += 100) {
      await sayAll(tx, COMMUNE, officer, seats.slice(at, at + 100).flatMap(({ person, household }, i) => [
        { kind: 'person.add', body: { id: person, name: `Người ${at + i + 1}` } },
        { kind: 'household.register', body: { id: household, village: villageOf(at + i), no: String(at + i + 1), head: `Chủ hộ ${at + i + 1}`, members: [], language: 'vi', place: null, phone: null } },
        { kind: 'post.give', body: { person, ...((at + i) % IN_VILLAGE === 0 ? { role: 'head', households: [] } : { role: 'volunteer', households: [household] }), village: villageOf(at + i), from: today, until: null } },
      ]), now);
    }
    for (const { device, person, token } of seats) {
      await openDevice(tx, { device, person, desk: false, phoneName: 'điện thoại', at: now });
      await openSession(tx, { digest: digest(token), device, person, at: now, idleMs: IDLE_MS, until: null });
    }
  });
  return seats;
}
