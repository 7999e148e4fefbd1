// Requests about data that wait for the person at the seat: to be answered, done, confirmed, or told to the family.
import type { Book, HouseholdLine, RequestLine } from '#phone/book.ts';
import { hasOneOfficer } from '#commune/rights/erase.ts';
import { myHand } from '#phone/parts/hand.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { f } from '#phone/words/field.ts';
import { r } from '#phone/words/rights.ts';
import { DaysLeft } from '../household/rights-part.tsx';

export interface DueRequest {
  readonly line: HouseholdLine;
  readonly request: RequestLine;
}

const bySoonest = (a: DueRequest, b: DueRequest): number => (a.request.dueOn < b.request.dueOn ? -1 : 1);

/** All that is not settled and told, the most pressing first; also what waits for somebody else. */
export const openRequests = (book: Book): readonly DueRequest[] =>
  book.lines.value.flatMap((line) => (line.requests ?? []).map((request) => ({ line, request }))).sort(bySoonest);

/** Those the person may do something about, the most pressing first. */
export function dueRequests(book: Book): readonly DueRequest[] {
  const hand = myHand(book);
  const alone = hasOneOfficer(book.commune.value ?? undefined, book.today());
  const mine = ({ line, request }: DueRequest): boolean => {
    if (request.next === 'tell') return hand.worksFor({ village: line.village, household: line.id });
    if (request.next !== 'confirm') return hand.isOfficer;
    return request.askedBy !== book.seat.person && (hand.isOfficer || (alone && hand.isHeadOf(line.village)));
  };
  return openRequests(book).filter(mine);
}

export function RequestRows({ book, due }: { readonly book: Book; readonly due: readonly DueRequest[] }) {
  return (
    <Rows>
      {due.map(({ line, request }) => (
        <Row
          key={request.id} picture="hand" href={`#/quyen/${line.id}/${request.id}`} name={r(`what.${request.what}`)}
          note={<span class="stack" style={{ gap: '0.125rem' }}>
            <span>{f('household.of', line.no, line.head)} · {r(`state.${request.next}`)}</span>
            {request.next !== 'tell' && <DaysLeft until={request.dueOn} today={book.today()} />}
          </span>}
        />
      ))}
    </Rows>
  );
}

export default function RightsDue({ book }: { readonly book: Book }) {
  const due = dueRequests(book);
  if (due.length === 0) return null;
  return <Part title={r('asks.today')} count={due.length}><RequestRows book={book} due={due.slice(0, 20)} /></Part>;
}
