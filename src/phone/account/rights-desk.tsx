// The rights desk: every request about data in the commune that is not settled, by its day; and what waits to be told.
import { Page } from '#phone/parts/frame.tsx';
import { Empty } from '#phone/parts/notice.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { g } from '#phone/words/register.ts';
import { r } from '#phone/words/rights.ts';
import { openRequests, RequestRows } from '../today/rights-due.tsx';

export default function RightsDesk({ book }: ScreenProps) {
  const due = openRequests(book);
  const waits = due.filter(({ request }) => request.next !== 'tell');
  const tell = due.filter(({ request }) => request.next === 'tell');
  return (
    <Page title={r('asks.desk')} back="#/van-phong">
      {due.length === 0 && <Empty picture="hand" title={r('asks.desk.empty')}><p>{r('asks.desk.empty.means')}</p></Empty>}
      {waits.length > 0 && <Part title={r('asks.open')} count={waits.length}><RequestRows book={book} due={waits} /></Part>}
      {tell.length > 0 && <Part title={r('asks.tell')} count={tell.length}><RequestRows book={book} due={tell} /></Part>}
      <div style={{ marginBlockStart: '1.75rem' }}><Rows><Row picture="clock" name={g('old.office')} note={g('old.office.means')} href="#/van-phong/het-han" /></Rows></div>
    </Page>
  );
}
