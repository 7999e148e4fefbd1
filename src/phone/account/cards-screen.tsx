// Household cards: choose a village's households, have the server make codes and PINs, print them once.
import { useState } from 'preact/hooks';
import type { Book, HouseholdLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { Wrong } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice, Progress } from '#phone/parts/notice.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { CardSheets, CARDS_A_SHEET, type Card } from './card-sheet.tsx';
import { FarAddress } from './far-address.tsx';
import { usePaper } from './paper-page.ts';
import { PickHouseholds } from './pick-households.tsx';
import { sayNumbers } from './ranges.ts';
import { Why } from './why.tsx';

/** Each PIN is sealed slowly on purpose, some 30 ms: a batch answers within a second, so the count moves. */
const BATCH = 12;

interface Made {
  readonly cards: readonly Card[];
  /** Numbers of the households that were left when it stopped. */
  readonly left: readonly string[];
  readonly why: Reason | null;
}

/** Makes cards batch by batch. What was made before a stop is kept: those cards already replaced older ones. */
async function makeCards(book: Book, lines: readonly HouseholdLine[], tell: (done: number) => void): Promise<Made> {
  const cards: Card[] = [];
  for (let at = 0; at < lines.length; at += BATCH) {
    tell(at);
    const batch = lines.slice(at, at + BATCH);
    const asked = await ask<readonly { household: string; code: string; pin: string; url: string }[]>('office/cards', {
      method: 'POST', device: book.seat.device, body: { households: batch.map((line) => line.id) },
    });
    if ('refusal' in asked) return { cards, left: lines.slice(at).map((line) => line.no), why: asked.refusal };
    for (const made of asked.answer) {
      const line = batch.find((one) => one.id === made.household);
      if (line) cards.push({ code: made.code, pin: made.pin, url: made.url, no: line.no, head: line.head, village: line.village });
    }
  }
  void book.exchangeNow().catch(() => {});
  return { cards, left: [], why: null };
}

/** What is chosen outlives a try that found no signal. */
interface Choosing {
  readonly village: string | null;
  readonly filter: 'all' | 'without';
  readonly values: readonly string[];
}

function useChoosing(book: Book): readonly [Choosing, (change: Partial<Choosing>) => void] {
  const villages = book.villages.value.filter((one) => one.body.closedOn === null);
  const [choosing, setChoosing] = useState<Choosing>({ village: villages.length === 1 ? villages[0]!.id : null, filter: 'without', values: [] });
  return [choosing, (change) => setChoosing((now) => ({ ...now, ...change }))];
}

export default function CardsScreen({ book }: ScreenProps) {
  const [choosing, choose] = useChoosing(book);
  const [made, setMade] = useState<Made | null>(null);
  const [making, setMaking] = useState<{ readonly done: number; readonly of: number } | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  usePaper(made !== null);
  const make = async (lines: readonly HouseholdLine[]) => {
    setWhy(null);
    setMaking({ done: 0, of: lines.length });
    const result = await makeCards(book, lines, (done) => setMaking({ done, of: lines.length }));
    setMaking(null);
    if (result.cards.length === 0) setWhy(result.why);
    else {
      setMade(result);
      choose({ values: [] });
    }
  };
  if (making) {
    return (
      <Page form title={a('cards.title')}>
        <div class="stack"><Progress done={making.done} of={making.of} says={a('cards.making', making.done, making.of)} /><p class="soft">{a('cards.making.means')}</p></div>
      </Page>
    );
  }
  if (made) return <Ready book={book} made={made} onBack={() => setMade(null)} />;
  return <Choose book={book} why={why} choosing={choosing} onChoose={choose} onMake={(lines) => void make(lines)} />;
}

function Ready({ book, made, onBack }: { readonly book: Book; readonly made: Made; readonly onBack: () => void }) {
  const leave = () => { if (confirm(a('print.left'))) onBack(); };
  return (
    <Page form title={a('cards.ready', made.cards.length)} back={leave} action={<Button look="main" onPress={() => print()}>{a('print.do')}</Button>}>
      <div class="stack">
        <div class="stack no-print">
          <FarAddress url={made.cards[0]?.url} />
          <Notice tone="acts" title={a('cards.once')}><p>{a('cards.sheets', Math.ceil(made.cards.length / CARDS_A_SHEET))}. {a('cards.check')}</p></Notice>
          {made.why && <><Notice tone="lost" live="assertive"><p>{a('cards.stopped', made.cards.length, sayNumbers(made.left))}</p></Notice><Why reason={made.why} /></>}
        </div>
        <CardSheets book={book} cards={made.cards} />
      </div>
    </Page>
  );
}

interface ChooseProps {
  readonly book: Book;
  readonly why: Reason | null;
  readonly choosing: Choosing;
  readonly onChoose: (change: Partial<Choosing>) => void;
  readonly onMake: (lines: readonly HouseholdLine[]) => void;
}

function Choose({ book, why, choosing, onChoose, onMake }: ChooseProps) {
  const villages = book.villages.value.filter((one) => one.body.closedOn === null);
  const { village, filter, values } = choosing;
  const [tried, setTried] = useState(false);
  const lines = book.lines.value.filter((line) => line.village === village && !line.closed && (filter === 'all' || line.cardSince === null));
  const chosen = book.lines.value.filter((line) => values.includes(line.id));
  const again = chosen.filter((line) => line.cardSince !== null).length;
  const away = why?.code === 'road.no-signal';
  const submit = () => { setTried(true); if (chosen.length > 0) onMake(chosen); };
  return (
    <Page form title={a('cards.title')} back="#/van-phong" action={<Button look="main" onPress={submit}>{a('cards.do', chosen.length)}</Button>}>
      <div class="stack wide">
        <p class="soft">{a('cards.lead')}</p>
        {away ? <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive"><p>{a('office.needs-signal.means')}</p></Notice> : why && <Why reason={why} />}
        {tried && chosen.length === 0 && <Wrong id="cards-none">{a('cards.none')}</Wrong>}
        <Choice legend={a('cards.village')} value={village} onChange={(one) => onChoose({ village: one, values: [] })} options={villages.map((one) => ({ value: one.id, label: one.body.name }))} />
        {village !== null && (
          <>
            <Choice legend={a('cards.title')} quiet layout="three" value={filter} onChange={(one) => onChoose({ filter: one, values: [] })} options={[{ value: 'without', label: a('cards.filter.without') }, { value: 'all', label: a('cards.filter.all') }]} />
            {again > 0 && <Notice tone="waits" picture="warning" live="polite"><p>{a('cards.again', again)}</p></Notice>}
            <PickHouseholds lines={lines} values={values} onChange={(ids) => onChoose({ values: ids })} mark={(line) => (line.cardSince === null ? null : a('cards.has', line.cardSince))} />
          </>
        )}
        {villages.length === 0 && <Notice><p>{a('villages.empty')}</p><p><a href="#/van-phong/thon">{t('do.add')}</a></p></Notice>}
      </div>
    </Page>
  );
}
