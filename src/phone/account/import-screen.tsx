// Takes a register from a spreadsheet in steps: the file, its columns, a look at what would change, the receipt.
import './import.css';
import type { ComponentChildren } from 'preact';
import type { CheckAnswer, Receipt } from '#commune/households/sheet/answer.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { countText } from '#phone/words/format.ts';
import type { Reason } from './ask.ts';
import { ImportDifferences } from './import-differences.tsx';
import { partsOf } from './import-draft.ts';
import { ImportFile } from './import-file.tsx';
import { flowOf } from './import-flow.ts';
import { ImportMap } from './import-map.tsx';
import { ImportProblems } from './import-problems.tsx';
import { Waiting } from './import-wait.tsx';
import { m } from './import-words.ts';

export default function ImportScreen({ book, path }: ScreenProps) {
  const flow = flowOf(book);
  const stage = flow.stage(path[0]);
  const busy = flow.busy.value;
  const refusal = flow.refusal.value;
  const trouble = <>{busy && <Waiting key={busy} what={busy} />}{refusal && <RefusalNote refusal={refusal} />}</>;
  switch (stage.at) {
    case 'file':
      return <Page title={m('title')} back="#/van-phong"><ImportFile book={book} onRead={flow.begin} /></Page>;
    case 'map':
      return (
        <Page title={m('map.title')} back="#/van-phong/nhap" form action={<Button look="main" disabled={busy !== null} onPress={() => void flow.look()}>{m('map.next')}</Button>}>
          <div class="stack wide">
            <p class="soft">{m('step.of', 2, 3)}</p>
            <ImportMap read={stage.read} draft={flow.draft.value} tried={flow.tried.value} onDraft={flow.choose} onHead={(sheet, row, rows) => void flow.pointAt(sheet, row, rows)} />
            {trouble}
          </div>
        </Page>
      );
    case 'look':
      return (
        <Look
          book={book} answer={stage.answer} sheets={partsOf(flow.draft.value).length} busy={busy !== null} refusal={refusal} trouble={trouble}
          onAgain={() => void flow.look()} onTake={() => void flow.take()} onFile={flow.anew}
        />
      );
    case 'done':
      return <Done receipt={stage.receipt} onNext={flow.anew} />;
  }
}

interface LookProps {
  readonly book: Book;
  readonly answer: CheckAnswer;
  readonly sheets: number;
  readonly busy: boolean;
  readonly refusal: Reason | null;
  readonly trouble: ComponentChildren;
  readonly onAgain: () => void;
  readonly onTake: () => void;
  readonly onFile: () => void;
}

function Look({ book, answer, sheets, busy, refusal, trouble, ...does }: LookProps) {
  const { problems, adds, changes, same, missing } = answer;
  const nothing = adds.count + changes.count === 0 && problems.stops === 0;
  const stale = refusal?.code === 'import.changed';
  const action = problems.stops > 0 || nothing
    ? <Button look="main" disabled={busy} onPress={does.onFile}>{m('file.another')}</Button>
    : stale
      ? <Button look="main" disabled={busy} onPress={does.onAgain}>{m('look.again')}</Button>
      : <Button look="main" picture="book" disabled={busy} onPress={does.onTake}>{m('look.take')}</Button>;
  return (
    <Page title={m('look.title')} back="#/van-phong/nhap/cot" form action={action}>
      <div class="stack wide">
        <p class="soft">{m('step.of', 3, 3)}</p>
        {problems.stops > 0 && <Notice tone="lost" title={m('look.cannot', problems.stops)}><p>{m('look.stops.means')}</p></Notice>}
        {nothing && <Notice tone="good" title={m('look.nothing')}><p>{m('look.nothing.means')}</p></Notice>}
        <dl class="sums">
          {([['look.adds', adds.count], ['look.changes', changes.count], ['look.same', same], ['look.missing', missing.count]] as const).map(([name, count]) => <div key={name}><dt>{m(name)}</dt><dd>{countText(count)}</dd></div>)}
        </dl>
        {trouble}
        <ImportProblems key={answer.digest} problems={problems} sheets={sheets} />
        <ImportDifferences answer={answer} book={book} />
        <div><Button look="plain" href="#/van-phong/nhap/cot">{m('look.back')}</Button></div>
      </div>
    </Page>
  );
}

function Done({ receipt, onNext }: { readonly receipt: Receipt; readonly onNext: () => void }) {
  return (
    <Page title={m('done.title')} back="#/van-phong" action={<Button look="main" picture="people" href="#/thon">{m('done.see')}</Button>}>
      <div class="stack wide">
        <Notice tone="good" picture="book" title={m('done.title')} live="polite">
          {receipt.households > 0 && <p>{m('done.adds', receipt.households, receipt.people)}</p>}
          {receipt.changed > 0 && <p>{m('done.changed', receipt.changed)}</p>}
          <p class="small soft">{m('done.entries', receipt.entries.from, receipt.entries.to)}</p>
        </Notice>
        <p>{m('done.undo')}</p>
        <p class="soft">{m('done.gone')}</p>
        <div><Button look="edge" onPress={onNext}>{m('done.next')}</Button></div>
      </div>
    </Page>
  );
}
