// Households that a person found to be one are one line in the lists and one page, whichever of them is asked for.
import { spokenLast } from '#commune/households/consent.ts';
import type { HouseholdLine, HouseholdPage } from '#phone/book.ts';
import { later } from './lines.ts';

const both = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] => [...(a ?? []), ...(b ?? [])];
const first = (a: string | null | undefined, b: string | null | undefined): string | null => (a && b ? (a < b ? a : b) : (a ?? b ?? null));

function lineOfBoth(into: HouseholdLine, from: HouseholdLine): HouseholdLine {
  const [meetings, settled, review] = [both(into.meetings, from.meetings), both(into.settled, from.settled), both(into.review, from.review)];
  const strikeUntil = first(into.strikeUntil, from.strikeUntil);
  const requests = both(into.requests, from.requests);
  return {
    ...into,
    search: `${into.search} ${from.search}`,
    lastVisitOn: [into.lastVisitOn, from.lastVisitOn].reduce((a, b) => (a && b ? (a > b ? a : b) : a ?? b), null),
    promises: both(into.promises, from.promises), petitions: both(into.petitions, from.petitions),
    cardSince: first(into.cardSince, from.cardSince), ...(requests.length > 0 ? { requests } : {}),
    ...(strikeUntil === null ? {} : { strikeUntil }), ...(meetings.length > 0 ? { meetings } : {}),
    ...(settled.length > 0 ? { settled } : {}), ...(review.length > 0 ? { review } : {}),
  };
}

/** The lines with each merged one laid into the line it stands in. One whose standing household is not on this phone stays. */
export function joinedLines(lines: readonly HouseholdLine[]): readonly HouseholdLine[] {
  const away = lines.filter((line) => line.mergedInto !== undefined);
  if (away.length === 0) return lines;
  const here = new Map(lines.map((line) => [line.id, line]));
  const joined = new Map<string, HouseholdLine>();
  const gone = new Set<string>();
  for (const line of away) {
    const into = joined.get(line.mergedInto!) ?? here.get(line.mergedInto!);
    if (!into) continue;
    joined.set(into.id, lineOfBoth(into, line));
    gone.add(line.id);
  }
  return lines.flatMap((line) => (gone.has(line.id) ? [] : [joined.get(line.id) ?? line]));
}

/**
 * The page of the household, or of the one it is merged into, with what belongs to all that are merged with it.
 * @param read a household's own page
 */
export async function wholePage(household: string, read: (household: string) => Promise<HouseholdPage | undefined>): Promise<HouseholdPage | undefined> {
  const asked = await read(household);
  const to = asked?.household.body.mergedInto;
  const page = (to === undefined ? undefined : await read(to)) ?? asked;
  const merged = page?.household.body.merged ?? [];
  if (!page || merged.length === 0) return page;
  const others = (await Promise.all(merged.map((one) => read(one.household)))).filter((one) => one !== undefined);
  const all = [page, ...others];
  const everyConsent = all.flatMap(({ consents }) => consents);
  return {
    household: page.household, consents: spokenLast(everyConsent), everyConsent, merged: others.map((one) => one.household),
    visits: all.flatMap(({ visits }) => visits).sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
    petitions: all.flatMap(({ petitions }) => petitions).sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
    promises: all.flatMap(({ promises }) => promises).sort((a, b) => later(a.body.madeOn, b.body.madeOn) || later(a.id, b.id)),
    requests: all.flatMap(({ requests }) => requests).sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
  };
}
