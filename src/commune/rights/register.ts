// The field register: everything that is stored, why, on which ground, how delicate it is, how long it stays, and who sees it.
import type { RetentionName } from './retention.ts';

/** What it is for; one purpose each, and not used for another. */
export const PURPOSES = ['know', 'reach', 'listen', 'answer', 'keep-word', 'ask-leave', 'rights', 'work', 'come-in', 'guard', 'travel', 'keep', 'show', 'set-up'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface Ground {
  readonly source: string;
  readonly confidence: 'confirmed' | 'unverified';
}

const LAW = 'Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15';
/** On what it rests. Article numbers we did not read word for word are `unverified`. */
export const GROUNDS = {
  /** Management by the state: the register of its villages, who works for it, what was promised in its name. */
  duty: { source: `${LAW}, Điều 19`, confidence: 'confirmed' },
  /** The household said yes, for this one purpose. */
  consent: { source: `${LAW}, Điều 9`, confidence: 'unverified' },
  /** A petition is taken down, dated and answered. */
  petition: { source: 'Luật Tiếp công dân 42/2013/QH13, Điều 25, 28', confidence: 'confirmed' },
  /** That the law on data itself is kept must be shown. */
  rights: { source: `${LAW}; Nghị định 356/2025/NĐ-CP`, confidence: 'unverified' },
  /** Keeping data safe is part of keeping them. */
  safety: { source: `${LAW} (bảo đảm an toàn dữ liệu)`, confidence: 'unverified' },
  /** Tells of nobody. */
  none: { source: 'không phải dữ liệu cá nhân', confidence: 'confirmed' },
} as const satisfies Readonly<Record<string, Ground>>;
export type GroundName = keyof typeof GROUNDS;

/** Who sees it: roles as in the policy table, `self` for the person it is about, `machine` for nobody, `all` for anyone. */
export type Eye = 'officer' | 'head' | 'volunteer' | 'supervisor' | 'household' | 'staff' | 'self' | 'machine' | 'operator' | 'all';

export interface Entry {
  /** Whom it tells of. */
  readonly of: 'household' | 'staff' | 'nobody';
  readonly purpose: Purpose;
  readonly ground: GroundName;
  /** yes: the law calls it sensitive, or it may let something sensitive be guessed. */
  readonly sensitive: boolean;
  readonly kept: RetentionName;
  readonly sees: readonly Eye[];
  /** The row class of the policy table that decides who sees it, where one does. */
  readonly row?: string;
  /** No shipped form asks for more than the family wants to say: it may be left out. */
  readonly optional?: true;
}

const NEAR: readonly Eye[] = ['officer', 'head', 'volunteer', 'household'];
const WATCHED: readonly Eye[] = [...NEAR, 'supervisor'];
const STAFF: readonly Eye[] = ['officer', 'head', 'volunteer', 'supervisor', 'household'];
const MACHINE: readonly Eye[] = ['machine'];

const home = (purpose: Purpose, ground: GroundName, sensitive: boolean, kept: RetentionName, row: string, sees: readonly Eye[], optional?: true): Entry =>
  ({ of: 'household', purpose, ground, sensitive, kept, sees, row, ...(optional ? { optional } : {}) });
const hidden = (of: Entry['of'], purpose: Purpose, ground: GroundName, sensitive: boolean, kept: RetentionName, sees: readonly Eye[] = MACHINE): Entry =>
  ({ of, purpose, ground, sensitive, kept, sees });

/** Every thing that is stored. What a household reads of itself is made from this list, in this order. */
export const REGISTER = {
  // About a household.
  'head': home('know', 'duty', false, 'register', 'household', WATCHED),
  'members': home('know', 'duty', false, 'member', 'household', WATCHED, true),
  'home': home('reach', 'duty', false, 'register', 'household', WATCHED, true),
  'number': home('reach', 'duty', false, 'register', 'household', WATCHED, true),
  // A language tells of a people.
  'language': home('reach', 'duty', true, 'register', 'household', WATCHED, true),
  'standing': home('know', 'duty', false, 'register', 'household', WATCHED),
  'edits': home('know', 'duty', false, 'replaced', 'household', WATCHED),
  'consent': home('ask-leave', 'rights', false, 'with-household', 'consent', NEAR),
  'visit': home('listen', 'duty', false, 'with-household', 'visit', NEAR),
  'met': home('listen', 'duty', false, 'visit-words', 'visit', NEAR, true),
  // Illness, want and quarrels are told at home.
  'words': home('listen', 'consent', true, 'visit-words', 'visit', NEAR, true),
  'clips': home('listen', 'consent', true, 'visit-words', 'visit', NEAR, true),
  'part': hidden('household', 'travel', 'consent', true, 'part'),
  'letter-clip': hidden('household', 'travel', 'consent', true, 'unnamed', ['machine', 'officer']),
  'petition': home('answer', 'petition', true, 'petition-words', 'petition', NEAR),
  'promise': home('keep-word', 'duty', false, 'promise-words', 'promise', WATCHED),
  'request': home('rights', 'rights', false, 'request-words', 'request', NEAR),
  'card': hidden('household', 'come-in', 'safety', false, 'card', ['machine', 'officer']),
  'looked': hidden('household', 'guard', 'safety', false, 'audit', ['officer', 'household']),
  'said': hidden('household', 'keep', 'duty', true, 'said', MACHINE),
  'rows': hidden('household', 'keep', 'duty', true, 'with-row', ['officer', 'head', 'volunteer', 'supervisor', 'household']),
  'tray': hidden('household', 'travel', 'duty', true, 'said', ['officer']),
  'sheet': hidden('household', 'set-up', 'duty', true, 'day', ['officer']),
  'phone-copy': hidden('household', 'travel', 'duty', true, 'on-phone', ['officer', 'head', 'volunteer', 'supervisor', 'household']),
  'phone-outbox': hidden('household', 'travel', 'duty', true, 'on-phone', ['self']),
  'phone-clips': hidden('household', 'travel', 'consent', true, 'on-phone', ['self']),
  'phone-draft': hidden('household', 'travel', 'duty', true, 'on-phone', ['self']),
  'backup': hidden('household', 'keep', 'safety', true, 'backup', ['operator']),
  'key': hidden('household', 'guard', 'safety', false, 'key-file', MACHINE),
  'erased': hidden('household', 'rights', 'rights', false, 'journal', MACHINE),
  'board': hidden('household', 'show', 'duty', false, 'board', ['all']),
  // About those who work.
  'staff-name': { of: 'staff', purpose: 'work', ground: 'duty', sensitive: false, kept: 'staff', sees: STAFF, row: 'person' },
  'staff-posts': { of: 'staff', purpose: 'work', ground: 'duty', sensitive: false, kept: 'staff', sees: STAFF, row: 'person' },
  'login': hidden('staff', 'come-in', 'safety', false, 'staff', ['machine', 'officer']),
  'slip': hidden('staff', 'come-in', 'safety', false, 'slip', ['machine', 'officer']),
  'session': hidden('staff', 'come-in', 'safety', false, 'session'),
  'devices': hidden('staff', 'come-in', 'safety', false, 'phone', ['officer']),
  'phone-seat': hidden('staff', 'come-in', 'safety', false, 'on-phone', ['self']),
  'phone-key': hidden('staff', 'guard', 'safety', false, 'on-phone', MACHINE),
  'log': hidden('staff', 'guard', 'safety', false, 'log', ['operator']),
  // About nobody.
  'place': { of: 'nobody', purpose: 'set-up', ground: 'none', sensitive: false, kept: 'place', sees: ['staff', 'household', 'all'] },
  'journal': hidden('nobody', 'keep', 'duty', false, 'journal'),
  'link': hidden('nobody', 'keep', 'none', false, 'journal'),
  'machine': hidden('nobody', 'keep', 'none', false, 'place'),
  'phone-state': hidden('nobody', 'travel', 'none', false, 'on-phone', ['self']),
  'phone-look': hidden('nobody', 'travel', 'none', false, 'on-phone', ['self']),
} as const satisfies Readonly<Record<string, Entry>>;
export type EntryName = keyof typeof REGISTER;

/** What a household reads about itself: entries that tell of it, those of its pages first. */
export const ofHousehold = (): readonly EntryName[] => (Object.keys(REGISTER) as EntryName[]).filter((name) => REGISTER[name].of === 'household');
