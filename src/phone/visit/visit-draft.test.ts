// What a visit's form becomes: words, voices and photos only with consent, and a refused visit goes back into the form whole.
import { describe, expect, it } from 'vitest';
import type { Json } from '#journal/act.ts';
import type { ConsentRow, HouseholdRow } from '#commune/households/rows.ts';
import type { Clip } from '#commune/visits/rows.ts';
import { kinds } from '#commune/kinds.ts';
import type { Book, HouseholdPage, KeptActWithTrust } from '#phone/book.ts';
import { writeAgain } from '../today/again.ts';
import { bodyOf, clipsOf, freshVisit, missing, stepsOf, type VisitDraft } from './visit-draft.ts';

const household: HouseholdRow = {
  kind: 'household', id: 'h1', village: 'v1', household: 'h1',
  body: { no: '1', head: 'A Brol', members: [{ id: 'm1', name: 'Y Hồng', relation: 'spouse', sex: 'f', born: null, leftOn: null }], language: 'bdq', place: null, phone: null, closedOn: null },
};
const consent = (purpose: 'visit-notes' | 'photo' | 'voice', given = true, withdrawnOn: string | null = null): ConsentRow => ({
  kind: 'consent', id: `h1.${purpose}`, village: 'v1', household: 'h1',
  body: { purpose, given, how: 'spoken', language: 'bdq', text: 'x', on: '2026-01-01', by: 'A Brol', withdrawnOn },
});
const pageWith = (...consents: ConsentRow[]): HouseholdPage => ({ household, consents, visits: [], petitions: [], promises: [], requests: [] });
const book = { today: () => '2026-07-01', seat: { person: 'me' } } as unknown as Book;
const clip = (letter: string): Clip => ({ hash: letter.repeat(64), type: 'image/webp', bytes: 9 });
const full: Partial<VisitDraft> = {
  met: ['A Brol'], metOther: 'Ông Tám', along: 'Cô Hạnh, thầy Tín', language: 'bdq',
  heard: [{ topic: 'water', words: ' Nước yếu. ', voice: 'voice1', petition: false }, { topic: 'land', words: 'Xin đo lại đất.', voice: null, petition: true }],
  photos: ['photo1'], promises: [{ what: 'Thay van ', keeper: 'me', dueOn: '2026-07-15' }],
};
const said = (purposes: Partial<Record<'visit-notes' | 'photo' | 'voice', boolean>>) => ({
  answers: Object.fromEntries((['visit-notes', 'photo', 'voice'] as const).map((purpose) => [purpose, { given: purposes[purpose] ?? null, how: 'spoken', by: purpose in purposes ? 'A Brol' : '' }])) as VisitDraft['answers'],
});
const clips = new Map([['voice1', clip('a')], ['photo1', clip('b')]]);
type Body = { heard: { words: string | null; clip: Json; petition: boolean }[]; photos: Json[]; consents: { purpose: string }[] };
const bodyWith = (page: HouseholdPage, form: Partial<VisitDraft>) => bodyOf(page, { ...freshVisit(book, page), ...full, ...form }, clips) as unknown as Body;

describe('Luật 91/2025/QH15: silence is not consent', () => {
  it('nothing asked: no words, voice or photo leave the form, a petition does (42/2013/QH13, Art. 25)', () => {
    const body = bodyWith(pageWith(), said({}));
    expect(body.heard.map((one) => one.words)).toEqual([null, 'Xin đo lại đất.']);
    expect(body.heard.map((one) => one.clip)).toEqual([null, null]);
    expect([body.photos, body.consents]).toEqual([[], []]);
    expect(clipsOf(pageWith(), { ...freshVisit(book, pageWith()), ...full, ...said({}) })).toEqual([]);
  });
  it('refused today stands above what was given before', () => {
    expect(bodyWith(pageWith(consent('photo')), said({ photo: false })).photos).toEqual([]);
  });
  it('withdrawn is not given', () => {
    expect(bodyWith(pageWith(consent('visit-notes', true, '2026-06-01')), said({})).heard[0]!.words).toBeNull();
  });
  it('given, each for its own purpose', () => {
    const body = bodyWith(pageWith(consent('visit-notes')), said({ voice: true, photo: true }));
    expect(body.heard[0]).toMatchObject({ words: 'Nước yếu.', clip: clip('a') });
    expect(body.photos).toEqual([clip('b')]);
    expect(body.consents.map(({ purpose }) => purpose)).toEqual(['photo', 'voice']);
  });
});

describe('the steps', () => {
  const page = pageWith();
  const form = freshVisit(book, page);
  it('nobody at home: the day, nobody, save', () => expect(stepsOf(page, { ...form, nobody: true })).toEqual(['who', 'met', 'sum']));
  it('consent that stands is not asked again', () => expect(stepsOf(pageWith(consent('visit-notes')), form)).not.toContain('ask'));
  it('goes on only when what a step needs is there', () => {
    expect(missing('met', page, form, '2026-07-01')).toBe('met.needed');
    expect(missing('met', page, { ...form, met: ['A Brol'] }, '2026-07-01')).toBeNull();
    expect(missing('ask', page, form, '2026-07-01')).toBe('ask.needed');
    expect(missing('heard', page, { ...form, heard: [{ topic: 'land', words: ' ', voice: null, petition: true }] }, '2026-07-01')).toBe('heard.petition.words');
    expect(missing('who', page, { ...form, on: '2026-07-02' }, '2026-07-01')).toBe('who.on.ahead');
    expect(missing('who', page, form, '2026-07-01')).toBeNull();
    expect(missing('hand', page, { ...form, promises: [{ what: 'x', keeper: 'me', dueOn: null }] }, '2026-07-01')).toBe('hand.needed');
  });
});

describe('Luật 91/2025/QH15: a yes has somebody who said it', () => {
  const nameless = { ...freshVisit(book, pageWith()), ...full, ...said({ voice: true, photo: true }) };
  const form = { ...nameless, answers: { ...nameless.answers, voice: { ...nameless.answers.voice, by: ' ' }, photo: { ...nameless.answers.photo, by: '' } } };
  it('before a name is chosen nothing is allowed, and the step does not let go', () => {
    expect(clipsOf(pageWith(), form)).toEqual([]);
    expect(missing('heard', pageWith(), { ...form, heard: [] }, '2026-07-01')).toBe('ask.needed');
    expect(missing('photo', pageWith(), form, '2026-07-01')).toBe('ask.needed');
    expect(missing('photo', pageWith(), nameless, '2026-07-01')).toBeNull();
  });
});

describe('J4 a refused visit goes back into its form whole', () => {
  it('what is written again is what was said', async () => {
    const page = pageWith(consent('visit-notes'));
    const first = bodyOf(page, { ...freshVisit(book, page), ...full, ...said({ voice: true, photo: true }) }, clips);
    const drafts = new Map<string, Json>();
    let dismissed = 0;
    const phone = {
      ...book, page: async () => page, clip: async (hash: string) => new Blob([hash], { type: 'image/webp' }),
      keepDraft: async (name: string, form: Json) => void drafts.set(name, form), dismiss: async (turn: number) => { dismissed = turn; },
    } as unknown as Book;
    const kept = { act: { id: 'd-1', kind: 'visit.record', v: 1, device: 'd', turn: 1, at: 0, body: first }, shown: [], hidden: [], verdict: null, trust: 'refused' } as unknown as KeptActWithTrust;
    expect(await writeAgain(phone, kept)).toBe('#/tham/h1');
    const again = drafts.get('visit/h1') as unknown as VisitDraft;
    const held = new Map([[again.heard[0]!.voice!, clip('a')], [again.photos[0]!, clip('b')]]);
    expect(bodyOf(page, again, held)).toEqual(first);
    expect(dismissed).toBe(1);
    expect([...drafts.keys()].filter((name) => name.includes('/clip/'))).toHaveLength(2);
  });
  it('the book takes what the form makes', () => {
    const kind = kinds.get('visit.record')!;
    const page = pageWith(consent('visit-notes'));
    expect(kind.parse(bodyOf(page, { ...freshVisit(book, page), ...full, heard: full.heard!.map((one) => ({ ...one, voice: null })), ...said({ photo: true }) }, clips))).toHaveProperty('body');
    expect(kind.parse(bodyOf(page, { ...freshVisit(book, page), nobody: true }, clips))).toHaveProperty('body');
  });
});
