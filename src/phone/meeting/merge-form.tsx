// One family or two? The two households side by side, and the two answers; both can be taken back.
import { useState } from 'preact/hooks';
import { twinReasons } from '#commune/households/twins.ts';
import type { HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand } from '#phone/parts/hand.ts';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { f } from '#phone/words/field.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { e } from '#phone/words/meet.ts';
import type { HouseholdProps } from '../household/household-props.ts';
import { MissingPage } from '../household/missing-page.tsx';
import { SearchBox } from '#phone/parts/field.tsx';
import { found } from '../village/lines.ts';
import { Beside } from './beside.tsx';
import { peopleOf } from './people.ts';
import { keepNames } from './two-names.ts';
import { reasonsText } from './twins-part.tsx';

const SHOWN = 30;

/** Households of the same village: the likely twins first, the others by search. */
function Find({ book, page }: HouseholdProps) {
  const [words, setWords] = useState('');
  const { id, village } = page.household;
  const own = book.lines.value.find((line) => line.id === id);
  const lines = book.lines.value.filter((line) => line.village === village && line.id !== id && !line.closed);
  const like = (line: (typeof lines)[number]) => (own ? twinReasons(own, line) : []);
  const shown = found(lines, { words, filter: 'all', village: null }, book.today()).slice().sort((a, b) => like(b).length - like(a).length).slice(0, SHOWN);
  return (
    <Page title={e('twins.other')} back={`#/ho/${id}`}>
      {lines.length === 0 ? <Empty picture="house" title={e('twins.none')} /> : (
        <div class="stack">
          <p class="soft">{e('twins.find')}</p>
          <SearchBox value={words} found={shown.length} onChange={setWords} />
          <Rows>{shown.map((line) => <Row key={line.id} no={line.no} name={line.head} note={like(line).length > 0 ? reasonsText(like(line)) : line.place} href={`#/ho/${id}/gop/${line.id}`} />)}</Rows>
        </div>
      )}
    </Page>
  );
}

const counts = ({ visits, promises, petitions }: HouseholdPage) => ({ visits: visits.length, promises: promises.length, petitions: petitions.length });

function Answers({ book, page, other }: HouseholdProps & { readonly other: HouseholdPage }) {
  const saying = useSaying(book);
  const [one, two] = [page.household, other.household];
  const keep = async (into: typeof one, from: typeof one) => {
    if (await saying.say('household.merge', { from: from.id, into: into.id, people: [...peopleOf(book, from.id, into.id)] }, e('side.merged'))) go(`#/ho/${into.id}`, true);
  };
  const apart = async () => {
    if (await saying.say('household.apart', { household: one.id, other: two.id }, e('side.two.done'))) go(`#/ho/${one.id}`, true);
  };
  const known = one.body.apart?.includes(two.id) === true;
  const [left, right] = keepNames(one, two);
  const busy = saying.busy.value;
  // What has others merged into it is the one that stays.
  const ways = ([[one, two, left], [two, one, right]] as const).filter(([, from]) => from.body.merged === undefined);
  return (
    <>
      {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
      {known && <Notice title={e('side.apart.known')} />}
      <Part title={e('side.one')}>
        <p class="soft">{e('side.one.means')}</p>
        <p class="small soft">{e('side.consent')}</p>
        <div class="stack tight">{ways.map(([into, from, says]) => <Button key={into.id} look="main" picture="house" disabled={busy} onPress={() => void keep(into, from)}>{says}</Button>)}</div>
        {ways.length === 0 && <RefusalNote refusal={{ code: 'household.holds-others', params: { household: two.id } }} />}
      </Part>
      {!known && <div class="stack tight" style={{ marginBlockStart: '1rem' }}><Button disabled={busy} onPress={() => void apart()}>{e('side.two')}</Button></div>}
    </>
  );
}

function Two(props: HouseholdProps & { readonly which: string }) {
  const { book, page, which } = props;
  const other = usePage(book, which);
  const { id } = page.household;
  if (other === undefined) return <Page title={e('side.title')} back={`#/ho/${id}`}><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  // Merged meanwhile: both are one page now.
  if (other === null || other.household.id === id) return <MissingPage back={`#/ho/${id}`} />;
  const [mine, theirs] = [id, other.household.id].map((one) => book.lines.value.find((line) => line.id === one));
  const reasons = mine && theirs ? twinReasons(mine, theirs) : [];
  return (
    <Page title={e('side.title')} back={`#/ho/${id}`}>
      <div class="stack wide">
        {reasons.length > 0 && <p>{e('side.why', reasonsText(reasons))}</p>}
        <Beside book={book} one={page.household} other={other.household} counts={[counts(page), counts(other)]} />
        <p class="line">{[page, other].map(({ household }) => <a key={household.id} href={`#/ho/${household.id}`}>{f('household.of', household.body.no, household.body.head)} ({h(household === page.household ? 'side.left' : 'side.right')})</a>)}</p>
        <Answers {...props} other={other} />
      </div>
    </Page>
  );
}

export default function MergeForm(props: HouseholdProps) {
  const { book, page, which } = props;
  const hand = myHand(book);
  if (!hand.isOfficer && !hand.isHeadOf(page.household.village)) return <MissingPage back={`#/ho/${page.household.id}`} />;
  return which === undefined ? <Find {...props} /> : <Two {...props} which={which} />;
}
