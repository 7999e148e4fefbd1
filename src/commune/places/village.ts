// The villages of the commune: their names and the languages people speak there.
import * as z from 'zod/mini';
import type { Row } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { author } from './author.ts';
import { isFuture } from './days.ts';
import { find, spoken } from './find.ts';
import { kind } from './kind.ts';
import { amended, chosen, relisted, withNotes } from './meeting.ts';
import { choosing, fit } from './meeting-shape.ts';
import type { VillageRow } from './rows.ts';
import { day, id, language, line, list, maybe } from './shape.ts';

/** The whole of it: villages are the officers'. */
const COMMUNE = { village: null, household: null } as const;
const MOST_LANGUAGES = 10;
const languages = list(language, MOST_LANGUAGES, 1);

export const villageAdd = kind({
  name: 'village.add',
  version: 1,
  shape: z.strictObject({ id, name: line(80), languages }),
  needs: ({ id }) => [`village/${id}`],
  decide({ id, name, languages }, said, rows) {
    const by = author(rows, said);
    if (!by.may('village.add', COMMUNE)) return by.denied('village.add');
    const known = find<VillageRow>(rows, 'village', id);
    if (known) return refuse('village.known', { village: id, name: known.body.name });
    return done({
      kind: 'village', id, village: id, household: null,
      body: { name, languages: [...new Set(languages)], closedOn: null },
    } satisfies VillageRow);
  },
});

const plain = { name: z.optional(line(80)) };

/** `was`: what the author saw. Names meet; of languages, what was added is added and what was taken away is taken away. */
export const villageAmend = kind({
  name: 'village.amend',
  version: 1,
  shape: z.strictObject({ id, ...plain, languages: z.optional(languages), was: z.optional(z.strictObject({ ...plain, languages: z.optional(languages) })) }),
  needs: ({ id }) => [`village/${id}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.may('village.amend', COMMUNE)) return by.denied('village.amend');
    const village = find<VillageRow>(rows, 'village', body.id);
    if (!village) return refuse('village.unknown', { village: body.id });
    const noted = amended(village.body, { now: village.body, next: spoken(body, 'name'), was: spoken(body.was ?? {}, 'name') }, said);
    if ('no' in noted) return noted.no;
    const spokenNow = body.languages === undefined ? village.body.languages : relisted(village.body.languages, body.languages, body.was?.languages);
    // Two people who each took away one of the last two leave what the later one said.
    const spoke = spokenNow.length > 0 ? spokenNow : body.languages!;
    return done(withNotes(village, { ...spoken(body, 'name'), languages: spoke.slice(0, MOST_LANGUAGES) }, noted.notes));
  },
});

export const villageChoose = kind({
  name: 'village.choose',
  version: 1,
  shape: z.strictObject({ village: id, ...choosing }),
  needs: ({ village }) => [`village/${village}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.may('village.choose', COMMUNE)) return by.denied('village.choose');
    const village = find<VillageRow>(rows, 'village', body.village);
    if (!village) return refuse('village.unknown', { village: body.village });
    const unfit = fit({ name: line(80), closedOn: maybe(day) }, body.field, body.keep);
    if (unfit) return unfit.no;
    const noted = chosen(village.body, village.body, body, said);
    if ('no' in noted) return noted.no;
    return done(withNotes(village, { [body.field]: body.keep ?? null }, noted.notes));
  },
});

/** Every household of the village that the officer's book knows: none may still stand there. */
const standing = list(id, 2000);

/**
 * A village that is no more (joined to another, resettled). `households` names all that the officer's book has there; one
 * that still stands holds it open. One entered elsewhere at the same time stands on, and is shown to the officer.
 */
export const villageClose = kind({
  name: 'village.close',
  version: 1,
  shape: z.strictObject({ village: id, on: day, households: standing }),
  needs: ({ village, households }) => [`village/${village}`, ...households.map((one) => `household/${one}`)],
  decide({ village, on, households }, said, rows) {
    const by = author(rows, said);
    if (!by.may('village.close', COMMUNE)) return by.denied('village.close');
    const row = find<VillageRow>(rows, 'village', village);
    if (!row) return refuse('village.unknown', { village });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const open = households.filter((one) => isStanding(rows.get(`household/${one}`), village));
    if (open.length > 0) return refuse('village.inhabited', { name: row.body.name, count: open.length, household: open[0]! });
    // Two officers who closed it on different days: the days meet like any other field.
    const noted = amended(row.body, { now: row.body, next: { closedOn: on }, was: { closedOn: null } }, said);
    return 'no' in noted ? noted.no : done(withNotes(row, { closedOn: on }, noted.notes));
  },
});

export const villageReopen = kind({
  name: 'village.reopen',
  version: 1,
  shape: z.strictObject({ village: id, was: z.nullable(day) }),
  needs: ({ village }) => [`village/${village}`],
  decide({ village, was }, said, rows) {
    const by = author(rows, said);
    if (!by.may('village.reopen', COMMUNE)) return by.denied('village.reopen');
    const row = find<VillageRow>(rows, 'village', village);
    if (!row) return refuse('village.unknown', { village });
    const noted = amended(row.body, { now: row.body, next: { closedOn: null }, was: { closedOn: was } }, said);
    return 'no' in noted ? noted.no : done(withNotes(row, { closedOn: null }, noted.notes));
  },
});

/** In the village, not closed, and not merged into another. Households are a room above: only what is asked here is read. */
function isStanding(row: Row | undefined, village: string): boolean {
  if (!row || row.village !== village) return false;
  const { closedOn, mergedInto } = row.body as { readonly closedOn: string | null; readonly mergedInto?: string };
  return closedOn === null && mergedInto === undefined;
}
