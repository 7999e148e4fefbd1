// The villages of the commune: their names and the languages people speak there.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from './author.ts';
import { change, find, kind, spoken } from './kind.ts';
import type { VillageRow } from './rows.ts';
import { id, language, line, list } from './shape.ts';

const languages = list(language, 10, 1);

export const villageAdd = kind({
  name: 'village.add',
  version: 1,
  shape: z.strictObject({ id, name: line(80), languages }),
  needs: ({ id }) => [`village/${id}`],
  decide({ id, name, languages }, said, rows) {
    const by = author(rows, said);
    if (!by.isOfficer) return by.mayNot('officer');
    const known = find<VillageRow>(rows, 'village', id);
    if (known) return refuse('village.known', { village: id, name: known.body.name });
    return done({
      kind: 'village', id, village: id, household: null,
      body: { name, languages: [...new Set(languages)], closedOn: null },
    } satisfies VillageRow);
  },
});

export const villageAmend = kind({
  name: 'village.amend',
  version: 1,
  shape: z.strictObject({ id, name: z.optional(line(80)), languages: z.optional(languages) }),
  needs: ({ id }) => [`village/${id}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.isOfficer) return by.mayNot('officer');
    const village = find<VillageRow>(rows, 'village', body.id);
    if (!village) return refuse('village.unknown', { village: body.id });
    return done(change(village, spoken(body, 'name', 'languages')));
  },
});
