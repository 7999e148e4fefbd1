// A home visit: who came, who was met, in which language, what was heard, and what was promised there and then.
import * as z from 'zod/mini';
import type { Outcome, Refusal, Row, Rows, Said } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import type { Clip } from '../households/clips.ts';
import { photo, sound } from '../households/clips.ts';
import { consentAsked } from '../households/consent-acts.ts';
import { consentKeys, findConsent, heardLast, stands } from '../households/consent.ts';
import type { ConsentPurpose, ConsentRow, HouseholdRow } from '../households/rows.ts';
import { author, findStaff } from '../places/author.ts';
import { addDays, isFuture } from '../places/days.ts';
import { change, find, findAt } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { CommuneRow, Day } from '../places/rows.ts';
import { day, id, language, line, list, maybe, name, words } from '../places/shape.ts';
import { petitionRow } from './petition.ts';
import type { Heard, PetitionRow, VisitRow } from './rows.ts';
import { gone, TOPICS } from './rows.ts';

/** A promise as it is made during a visit; the room of promises makes the row. */
export interface Promising {
  readonly id: string;
  readonly household: HouseholdRow;
  readonly visit: string | null;
  readonly what: string;
  readonly keeper: string;
  readonly madeOn: Day;
  readonly dueOn: Day;
}
export type MakePromise = (promising: Promising, said: Said, rows: Rows) => { readonly row: Row } | { readonly refusal: Refusal };

const heardShape = z.strictObject({ topic: z.enum(TOPICS), words: maybe(words(2000)), clip: maybe(sound) });
const heardOrPetition = z.extend(heardShape, { petition: z._default(z.boolean(), false) });
const names = z._default(list(name, 30), []);

const shape = z.strictObject({
  household: id, on: day, came: z._default(list(id, 30), []), along: names, met: names, language,
  consents: z._default(list(consentAsked, 3), []),
  heard: z._default(list(heardOrPetition, 20), []),
  photos: z._default(list(photo, 12), []),
  promises: z._default(list(z.strictObject({ what: line(300), keeper: id, dueOn: day }), 12), []),
});
type Visit = z.output<typeof shape>;

/** `visit.record`; `makePromise` is handed in, as visits and promises are neighbours and do not know each other. */
export const visitRecord = (makePromise: MakePromise) => kind({
  name: 'visit.record',
  version: 1,
  shape,
  needs: (body, said) => [
    `commune/${said.commune}`, `household/${body.household}`, ...consentKeys(body.household),
    ...[...body.came, ...body.promises.map((promise) => promise.keeper)].map((person) => `person/${person}`),
  ],
  decide(body, said, rows) {
    const by = author(rows, said);
    const household = find<HouseholdRow>(rows, 'household', body.household);
    if (!household || !by.may('visit.record', household)) {
      return by.denied('visit.record', { row: household, unknown: refuse('household.unknown', { household: body.household }) });
    }
    if (isFuture(body.on, said.today)) return refuse('day.future', { field: 'on', day: body.on });
    const { closedOn } = household.body;
    if (closedOn !== null && closedOn <= body.on) return refuse('household.closed', { on: closedOn });
    const stranger = body.came.find((person) => !findStaff(rows, person));
    if (stranger !== undefined) return refuse('person.unknown', { person: stranger });
    return recorded(body, household, said, rows, makePromise);
  },
});

function recorded(body: Visit, household: HouseholdRow, said: Said, rows: Rows, makePromise: MakePromise): Outcome {
  const consents = body.consents
    .map(({ purpose, given, how, by, text }) => heardLast(
      household, { purpose, given, how, language: body.language, text, on: body.on, by, withdrawnOn: null }, findConsent(rows, household.id, purpose)))
    .filter((row): row is ConsentRow => row !== undefined);
  const agreed: Agreed = (purpose) =>
    stands(consents.find((row) => row.body.purpose === purpose) ?? findConsent(rows, household.id, purpose));
  const wrong = limited(household, body) ?? withoutConsent(body, agreed);
  if (wrong) return wrong;
  const petitions: PetitionRow[] = [];
  const commune = find<CommuneRow>(rows, 'commune', said.commune);
  for (const [n, { topic, words, petition }] of body.heard.entries()) {
    if (!petition) continue;
    if (words == null) return refuse('body.invalid', { field: `heard.${n}.words`, problem: 'missing' });
    petitions.push(petitionRow({ id: `${said.id}.${petitions.length}`, visit: said.id, household, topic, matter: words, on: body.on }, said, commune));
  }
  const promises: Row[] = [];
  for (const { what, keeper, dueOn } of body.promises) {
    const made = makePromise({ id: `${said.id}.${promises.length}`, household, visit: said.id, what, keeper, madeOn: body.on, dueOn }, said, rows);
    if ('refusal' in made) return made;
    promises.push(made.row);
  }
  return { puts: [visitRow(body, household, said, agreed), ...consents, ...petitions, ...promises] };
}

type Agreed = (purpose: ConsentPurpose) => boolean;
interface Told {
  readonly heard: readonly { readonly words?: string | null | undefined; readonly clip?: Clip | null | undefined; readonly petition?: boolean }[];
  readonly photos: readonly Clip[];
}

/** A household that asked to restrict its data: only that somebody came, topics, promises and petitions are written on. */
function limited(household: HouseholdRow | undefined, { heard, photos }: Told) {
  const on = household?.body.limitedOn;
  const more = photos.length > 0 || heard.some(({ words, clip, petition }) => clip != null || (words != null && !petition));
  return on !== undefined && more ? refuse('visit.limited', { on }) : undefined;
}

/** Words, photos and recordings stand only with consent. A petition's words are taken down by law (42/2013/QH13, Art. 25). */
function withoutConsent({ heard, photos }: Told, agreed: Agreed) {
  const lacks = (purpose: ConsentPurpose, needed: boolean) => (needed && !agreed(purpose) ? refuse('visit.no-consent', { purpose }) : undefined);
  return lacks('visit-notes', heard.some(({ words, petition }) => words != null && !petition))
    ?? lacks('voice', heard.some(({ clip }) => clip != null))
    ?? lacks('photo', photos.length > 0);
}

function visitRow(body: Visit, household: HouseholdRow, said: Said, agreed: Agreed): VisitRow {
  return {
    kind: 'visit', id: said.id, village: household.village, household: household.id,
    body: {
      on: body.on, came: [...new Set([said.author, ...body.came])], along: body.along, met: body.met, language: body.language,
      heard: body.heard.map(({ topic, words, clip }): Heard =>
        // Without consent to notes the words of a petition stand in the petition only.
        ({ topic, words: agreed('visit-notes') ? (words ?? null) : null, clip: clip ?? null })),
      photos: body.photos, by: said.author, correctedOn: null,
    },
  };
}

/** A slip of the pen is set right while it is remembered; later, another visit says it. */
const CORRECT_WITHIN_DAYS = 30;

export const visitCorrect = kind({
  name: 'visit.correct',
  version: 1,
  shape: z.strictObject({
    visit: id, household: id, heard: z.optional(list(heardShape, 20)), met: z.optional(list(name, 30)), language: z.optional(language),
  }),
  needs: ({ visit, household }) => [`visit/${visit}`, `household/${household}`, ...consentKeys(household)],
  decide({ visit, household, heard, met, language }, said, rows) {
    const by = author(rows, said);
    const row = findAt<VisitRow>(rows, 'visit', visit, household);
    const isAuthor = row?.body.by === said.author;
    if (!row || !by.may('visit.correct', row, isAuthor ? ['author'] : [])) {
      const untied = row && !isAuthor ? refuse('visit.not-author', { person: row.body.by }) : undefined;
      return by.denied('visit.correct', { row, unknown: refuse('visit.unknown', { visit }), untied });
    }
    const last = addDays(row.body.on, CORRECT_WITHIN_DAYS);
    if (said.today > last) return refuse('visit.too-late', { last });
    const agreed: Agreed = (purpose) => stands(findConsent(rows, household, purpose));
    const wrong = heard && (limited(find<HouseholdRow>(rows, 'household', household), { heard, photos: [] }) ?? withoutConsent({ heard, photos: [] }, agreed));
    if (wrong) return wrong;
    const written = heard?.map(({ topic, words, clip }): Heard => ({ topic, words: words ?? null, clip: clip ?? null }));
    return { puts: [change(row, {
      ...(written ? { heard: written, ...gone(row.body, { heard: written, photos: row.body.photos }) } : {}),
      ...(met ? { met } : {}), ...(language ? { language } : {}), correctedOn: said.today,
    })] };
  },
});
