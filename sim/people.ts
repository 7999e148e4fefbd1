// What people do with their phones: plausible acts, and now and then impossible ones, drawn from what they see.
import type { Json, Row } from '#journal/act.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import type { Chance } from './chance.ts';
import { HOUSEHOLDS, PEOPLE } from './commune.ts';
import { type Build, bodyFor } from './kinds.ts';

export interface Intent {
  readonly kind: string;
  readonly body: Json;
}

/** What one person sees on one phone. */
export interface Sight {
  readonly person: string;
  readonly build: Build;
  readonly today: string;
  readonly rows: readonly Row[];
}

type Doing = (chance: Chance, sight: Sight, at: Row) => Json | undefined;

const words = (chance: Chance): string => `Lời ${chance.int(1000)}`;
const later = (today: string): string => `${Number(today.slice(0, 4)) + 1}${today.slice(4, 8)}01`;
const of = (row: Row): { promise: string; household: string } => ({ promise: row.id, household: row.household ?? '' });

const ON_HOUSEHOLD: Readonly<Record<string, Doing>> = {
  'visit.record': (chance, { person, today }, { id }) => ({
    household: id, on: today, language: 'vi',
    consents: chance.odds(0.4) ? [{ purpose: 'visit-notes', given: chance.odds(0.8), how: 'spoken', by: 'Ông chủ' }] : [],
    heard: chance.odds(0.6) ? [{ topic: 'road', words: words(chance), petition: chance.odds(0.3) }] : [],
    promises: chance.odds(0.6) ? [{ what: words(chance), keeper: chance.odds(0.8) ? person : chance.pick(PEOPLE), dueOn: later(today) }] : [],
  }),
  'promise.make': (chance, { person, today }, { id }) =>
    ({ household: id, what: words(chance), keeper: chance.odds(0.7) ? person : chance.pick(PEOPLE), dueOn: later(today), on: today }),
  'household.amend': (chance, { build }, { id }) => bodyFor(build, 'household.amend', { household: id, place: `Xóm ${chance.int(9)}` }) as Json,
  'member.add': (chance, _sight, { id }) => ({ household: id, name: `Con ${chance.int(99)}`, relation: 'child' }),
  'petition.file': (chance, { today }, { id }) => ({ household: id, topic: 'water', matter: words(chance), on: today }),
  'consent.record': (chance, { today }, { id }) =>
    ({ household: id, purpose: 'photo', given: chance.odds(0.7), how: 'signed', by: 'Bà chủ', language: 'vi', on: today }),
  'consent.withdraw': (_chance, { today }, { id }) => ({ household: id, purpose: 'visit-notes', on: today }),
  'note.add': (chance, _sight, { id, village }) => ({ n: chance.int(100), household: id, village: village ?? '' }),
};

const ON_PROMISE: Readonly<Record<string, Doing>> = {
  'promise.claim': (chance, { today }, row) => ({ ...of(row), words: words(chance), on: today }),
  'promise.confirm': (_chance, _sight, row) => of(row),
  'promise.reopen': (chance, _sight, row) => ({ ...of(row), words: words(chance) }),
  'promise.offer': (chance, _sight, row) => ({ ...of(row), to: chance.pick(PEOPLE) }),
  'promise.accept': (_chance, _sight, row) => of(row),
  'promise.decline': (_chance, _sight, row) => of(row),
  'promise.postpone': (chance, { today }, row) => ({ ...of(row), words: words(chance), dueOn: later(later(today)) }),
  'promise.withdraw': (chance, _sight, row) => ({ ...of(row), words: words(chance) }),
  'promise.told': (_chance, { today }, row) => ({ ...of(row), on: today }),
};

const ON_PETITION: Readonly<Record<string, Doing>> = {
  'petition.reply': (chance, { today }, { id, household }) =>
    ({ petition: id, household: household ?? '', words: words(chance), final: chance.odds(0.3), on: today }),
  'petition.strike': (_chance, _sight, { id }) => ({ petition: id }),
};

const ON_PERSON: Readonly<Record<string, Doing>> = {
  'person.rename': (chance, _sight, { id }) => ({ person: id, name: `Tên ${chance.int(99)}` }),
  'post.assign': (chance, _sight, row) => {
    const post = (row as PersonRow).body.posts.find((one) => one.role === 'volunteer');
    if (!post) return undefined;
    const own = HOUSEHOLDS.filter((id) => id.startsWith(post.village === 'va' ? 'a' : 'b'));
    return { person: row.id, post: post.id, households: own.filter(() => chance.odds(0.6)) };
  },
  'post.end': (chance, { today }, row) => {
    const open = (row as PersonRow).body.posts.filter((post) => post.until === null && post.role !== 'officer');
    return open.length === 0 ? undefined : { person: row.id, post: chance.pick(open).id, until: chance.odds(0.5) ? '2026-11-22' : today };
  },
  'post.give': (chance, { today }, { id, household }) => {
    if (household !== null || id === 'o1') return undefined;
    const village = chance.pick(['va', 'vb']);
    const role = chance.pick(['head', 'volunteer', 'supervisor']);
    const households = role === 'volunteer' ? HOUSEHOLDS.filter((one) => one.startsWith(village.slice(1)) && chance.odds(0.5)) : [];
    return { person: id, role, village, households, from: chance.odds(0.7) ? '2026-01-01' : later(today), until: null };
  },
};

const DOINGS = { household: ON_HOUSEHOLD, promise: ON_PROMISE, petition: ON_PETITION, person: ON_PERSON } as const;
const OFTEN = { household: 50, promise: 35, petition: 8, person: 7 } as const;

/** Something this person might do now; undefined where nothing comes to mind. */
export function intend(chance: Chance, sight: Sight): Intent | undefined {
  const about = chance.weighed(OFTEN);
  const rows = sight.rows.filter((row) => row.kind === about);
  if (rows.length === 0) return undefined;
  // The newest rows most: what people have just done or heard of.
  const at = chance.odds(0.5) ? rows.at(-1)! : chance.pick(rows);
  const kind = chance.pick(Object.keys(DOINGS[about]));
  const body = DOINGS[about][kind]!(chance, sight, at);
  return body === undefined ? undefined : { kind, body };
}

/** What the officer does at the commune's own machine: posts, assignments, and households that move away. */
export function intendAtDesk(chance: Chance, rows: readonly Row[], today: string, moves: boolean): Intent | undefined {
  if (!moves) {
    const people = rows.filter((row) => row.kind === 'person');
    const kind = chance.pick(['post.end', 'post.assign', 'post.assign', 'post.give', 'person.rename']);
    const body = ON_PERSON[kind]!(chance, { person: 'o1', build: 1, today, rows }, chance.pick(people));
    return body === undefined ? undefined : { kind, body };
  }
  const household = chance.pick(HOUSEHOLDS);
  const moving = rows.filter((row) => row.household === household && row.kind !== 'person');
  const home = moving.find((row) => row.kind === 'household');
  const keys = moving.filter((row) => row.kind !== 'household').map((row) => `${row.kind}/${row.id}`);
  return home && { kind: 'household.move', body: { household, village: home.village === 'va' ? 'vb' : 'va', keys } };
}
