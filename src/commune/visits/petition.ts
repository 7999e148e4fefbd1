// Petitions: a matter put to the authorities, with the lawful clock of ten working days to a first answer.
import * as z from 'zod/mini';
import type { Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { author } from '../places/author.ts';
import { afterWorkingDays, NO_CHANGES } from '../places/clock.ts';
import { isFuture } from '../places/days.ts';
import { change, find, findAt } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { CommuneRow, Day } from '../places/rows.ts';
import { day, id, words } from '../places/shape.ts';
import type { PetitionRow, Topic } from './rows.ts';
import { TOPICS } from './rows.ts';

/** Law 42/2013/QH13, Art. 28: the result is told within 10 working days of the day it was taken in. */
export const REPLY_WORKING_DAYS = 10;
const MOST_REPLIES = 50;

interface Petitioning {
  readonly id: string;
  readonly visit: string | null;
  readonly household: HouseholdRow;
  readonly topic: Topic;
  readonly matter: string;
  readonly on: Day;
}

export const petitionRow = ({ id, visit, household, topic, matter, on }: Petitioning, said: Said, commune: CommuneRow | undefined): PetitionRow => ({
  kind: 'petition', id, village: household.village, household: household.id,
  body: {
    visit, topic, matter, by: said.author, on,
    replyDueOn: afterWorkingDays(on, REPLY_WORKING_DAYS, commune?.body ?? NO_CHANGES), replies: [],
  },
});

export const petitionFile = kind({
  name: 'petition.file',
  version: 1,
  shape: z.strictObject({ household: id, topic: z.enum(TOPICS), matter: words(2000), on: day }),
  needs: ({ household }, said) => [`commune/${said.commune}`, `household/${household}`],
  decide({ household, topic, matter, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    if (!row || !by.may('petition.file', row)) return by.denied('petition.file', { row, unknown: refuse('household.unknown', { household }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const { closedOn } = row.body;
    if (closedOn !== null && closedOn <= on) return refuse('household.closed', { on: closedOn });
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    return done(petitionRow({ id: said.id, visit: null, household: row, topic, matter, on }, said, commune));
  },
});

export const petitionReply = kind({
  name: 'petition.reply',
  version: 1,
  shape: z.strictObject({ petition: id, household: id, words: words(2000), final: z.boolean(), on: day }),
  needs: ({ petition }) => [`petition/${petition}`],
  decide({ petition, household, words, final, on }, said, rows) {
    const by = author(rows, said);
    const row = findAt<PetitionRow>(rows, 'petition', petition, household);
    if (!row || !by.may('petition.reply', row)) return by.denied('petition.reply', { row, unknown: refuse('petition.unknown', { petition }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    if (on < row.body.on) return refuse('day.early', { field: 'on', earliest: row.body.on });
    const last = row.body.replies.find((reply) => reply.final);
    if (last) return refuse('petition.answered', { by: last.by, on: last.on });
    if (row.body.replies.length >= MOST_REPLIES) return refuse('petition.full', { most: MOST_REPLIES });
    return done(change(row, { replies: [...row.body.replies, { on, by: said.author, words, final }] }));
  },
});
