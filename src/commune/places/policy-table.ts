// Who may do what and read what in the commune's book: one table, a line each; everything else is forbidden.
import { ROLES, type Role } from './rows.ts';

/**
 * How a person stands to a place on a day, by each post in force. A word alone means "of this very place"; `-beside`: of
 * another household of the same village; `-away`: of another village. The last four have no post that counts.
 */
export const STANDS = [
  'officer',
  'head', 'head-away',
  'volunteer', 'volunteer-beside', 'volunteer-away',
  // A member of the people's inspection board for the whole commune, of that village, of another.
  'supervisor', 'supervisor-here', 'supervisor-away',
  'household', 'household-beside', 'household-away',
  'viewer',
  // Known, without a post so far · all posts over · closed · without a row here: of another commune, or founding this one.
  'no-post', 'ended', 'closed', 'stranger',
] as const;
export type Stand = (typeof STANDS)[number];

/**
 * What ties a person to this very thing, besides a post. self: it is their own row · keeper: they keep the promise ·
 * offered: it is offered to them · author: they wrote the visit · founder: nobody holds an officer's post yet, and they
 * hold the only seat there is · alone: the commune has one officer only, and a second person is needed · house: no
 * person at all, but the server's own seat, which carries out what two people or the days have settled.
 */
export const TIES = ['self', 'keeper', 'offered', 'author', 'founder', 'alone', 'house'] as const;
export type Tie = (typeof TIES)[number];

/** `any`: who may without a tie. Under a tie: who may if they also have that tie. What is not named is forbidden. */
export type Line = Readonly<Partial<Record<Tie | 'any', readonly Stand[]>>>;

const OFFICER = ['officer'] as const;
const LEADERS = ['officer', 'head'] as const;
/** Those who visit, note and promise. */
const WORKERS = ['officer', 'head', 'volunteer'] as const;
const FAMILY_OR_WORKERS = ['household', 'officer', 'head', 'volunteer'] as const;

/** Everyone with a row of their own that is not closed. */
const KNOWN = STANDS.filter((stand) => stand !== 'closed' && stand !== 'stranger');

/** Who may say each kind of act. The roles stand in the order in which a refusal names them. */
export const SAYS = {
  'commune.found': { founder: ['stranger', 'no-post'] },
  'commune.calendar': { any: OFFICER },
  'commune.choose': { any: OFFICER },
  'village.add': { any: OFFICER },
  'village.amend': { any: OFFICER },
  'village.choose': { any: OFFICER },
  'village.close': { any: OFFICER },
  'village.reopen': { any: OFFICER },
  'person.add': { any: OFFICER, founder: ['stranger', 'no-post'] },
  'person.rename': { any: OFFICER, self: KNOWN },
  'person.choose': { any: OFFICER, self: KNOWN },
  'person.close': { any: OFFICER },
  'post.give': { any: OFFICER, founder: ['no-post'] },
  'post.assign': { any: LEADERS },
  'post.end': { any: OFFICER },
  'household.register': { any: LEADERS },
  'household.amend': { any: WORKERS },
  'household.choose': { any: WORKERS },
  'household.close': { any: LEADERS },
  'household.reopen': { any: LEADERS },
  'household.merge': { any: LEADERS },
  'household.part': { any: LEADERS },
  'household.apart': { any: LEADERS },
  'member.add': { any: WORKERS },
  'member.amend': { any: WORKERS },
  'member.leave': { any: WORKERS },
  'consent.record': { any: WORKERS },
  'consent.withdraw': { any: FAMILY_OR_WORKERS },
  'visit.record': { any: WORKERS },
  'visit.correct': { author: WORKERS },
  'visit.strike': { any: FAMILY_OR_WORKERS },
  'petition.file': { any: FAMILY_OR_WORKERS },
  'petition.reply': { any: LEADERS },
  'promise.make': { any: WORKERS },
  'promise.claim': { keeper: WORKERS },
  'promise.confirm': { any: ['household'] },
  'promise.reopen': { any: ['household'] },
  // Officer and head too: a keeper may fall ill or lose the post, and the promise must not be left lying.
  'promise.offer': { keeper: WORKERS, any: LEADERS },
  'promise.accept': { offered: WORKERS },
  'promise.decline': { offered: WORKERS },
  'promise.postpone': { keeper: WORKERS },
  'promise.withdraw': { keeper: WORKERS, any: OFFICER },
  'promise.told': { keeper: WORKERS, any: ['household', 'officer'] },
  'right.ask': { any: FAMILY_OR_WORKERS },
  'right.answer': { any: OFFICER },
  'right.told': { any: FAMILY_OR_WORKERS },
  'erase.ask': { any: OFFICER },
  'erase.confirm': { any: OFFICER, alone: ['head'] },
  'household.erase': { house: ['stranger'] },
  'record.fade': { any: OFFICER, house: ['stranger'] },
} as const satisfies Readonly<Record<string, Line>>;
/** A kind without a line here does not compile (`kind` in kind.ts takes no other name). */
export type ActName = keyof typeof SAYS;

const STAFF = [
  'officer', 'head', 'head-away', 'volunteer', 'volunteer-beside', 'volunteer-away', 'supervisor', 'supervisor-here', 'supervisor-away',
] as const;
const FAMILIES = ['household', 'household-beside', 'household-away'] as const;
/** Of what a household said: those who work for it, and the family itself. */
const NEAR = ['officer', 'head', 'volunteer', 'household'] as const;
/** Of what stands on the village's wall anyway: also those who supervise. */
const WATCHED = [...NEAR, 'supervisor', 'supervisor-here'] as const;

/** Who may read each class of rows. A class is a kind of row, but for people: those of the staff, and families' own. */
export const READS = {
  commune: { any: [...STAFF, ...FAMILIES, 'viewer', 'no-post', 'ended'] },
  village: { any: [...STAFF, 'household', 'household-beside', 'viewer'] },
  /** A person of the staff: their name and posts are no secret among those who work or live here. */
  person: { any: [...STAFF, ...FAMILIES], self: ['viewer', 'no-post', 'ended'] },
  /** A person who speaks for a household: a row of kind `person` with a household. */
  representative: { any: ['officer', 'head', 'household'], self: ['no-post', 'ended'] },
  household: { any: WATCHED },
  consent: { any: NEAR },
  visit: { any: NEAR },
  petition: { any: NEAR },
  promise: { any: WATCHED },
  request: { any: NEAR },
} as const satisfies Readonly<Record<string, Line>>;
export type RowClass = keyof typeof READS;

/** What is done at doors of the server and is neither an act nor a reading of rows: for whom such a door opens. */
export const USES = {
  /** A one-time slip for a first sign-in, and the login it is for. */
  'slip.give': { any: OFFICER },
  /** A household's card and PIN. */
  'card.give': { any: OFFICER },
  /** The list of phones, and shutting one out. */
  'phone.list': { any: OFFICER },
  'phone.revoke': { any: OFFICER },
  /** The register from a spreadsheet, and into one. */
  'sheet.import': { any: OFFICER },
  'sheet.export': { any: OFFICER },
  /** Sealed letters of phones that may not come in any more. */
  'tray.read': { any: OFFICER },
  'tray.settle': { any: OFFICER },
  /** Who looked at what; and of one household: also for the household itself. */
  'audit.read': { any: OFFICER },
  'looked.read': { any: ['officer', 'household'] },
  /** What is soon too old to be kept. */
  'retention.read': { any: OFFICER },
  /** How the backups stand; and the sheet with their key, for the officer's own password. */
  'backup.read': { any: OFFICER },
  'backup.sheet': { any: OFFICER },
} as const satisfies Readonly<Record<string, Line>>;
export type Use = keyof typeof USES;

/** Whether a line lets somebody through who stands so and is so tied. */
export const lets = (line: Line, stands: readonly Stand[], ties: readonly Tie[] = []): boolean =>
  (['any', ...ties] as const).some((tie) => line[tie]?.some((stand) => stands.includes(stand)) ?? false);

const isRole = (stand: Stand): stand is Role => (ROLES as readonly string[]).includes(stand);

/** The roles a line asks for, in its order. Their own row is everybody's to speak of: that needs no role. */
export function rolesIn(line: Line): readonly Role[] {
  const lists = [line.any ?? [], ...TIES.filter((tie) => tie !== 'self').map((tie) => line[tie] ?? [])];
  return [...new Set(lists.flat().filter(isRole))];
}
