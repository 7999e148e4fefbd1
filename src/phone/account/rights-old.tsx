// What is older than it may be kept: what goes tonight and within a month, and what the machine has taken away, by rule.
import { useEffect, useState } from 'preact/hooks';
import { RETENTIONS } from '#commune/rights/retention.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { f } from '#phone/words/field.ts';
import { momentText } from '#phone/words/format.ts';
import { g } from '#phone/words/register.ts';
import { t } from '#phone/words/main.ts';
import { ask } from './ask.ts';

type Counts = Readonly<Record<string, number>>;
interface Old {
  readonly now: Counts;
  readonly soon: Counts;
  readonly rows: readonly { readonly rule: string; readonly household: string | null; readonly key: string }[];
  readonly households: readonly string[];
  readonly runs: readonly { readonly at: number; readonly went: Counts }[];
}

type Rule = keyof typeof RETENTIONS;
const NAMES: Readonly<Partial<Record<Rule, Parameters<typeof g>[0]>>> = {
  'visit-words': 'entry.words', 'promise-words': 'entry.promise', 'petition-words': 'entry.petition', 'request-words': 'entry.request', member: 'entry.members',
  replaced: 'entry.edits', staff: 'entry.staff-name', said: 'entry.said', card: 'entry.card', slip: 'entry.slip', phone: 'entry.devices', register: 'old.household', unnamed: 'old.unnamed',
};
const isRule = (rule: string): rule is Rule => rule in RETENTIONS;
const ruleName = (rule: string): string => (isRule(rule) && NAMES[rule] ? g(NAMES[rule] as 'old.household') : rule);

function CountRows({ counts }: { readonly counts: Counts }) {
  const all = Object.entries(counts);
  if (all.length === 0) return <p class="soft">{g('old.none')}</p>;
  return <Rows>{all.map(([rule, n]) => <Row key={rule} name={ruleName(rule)} {...(isRule(rule) ? { note: g(`kept.${rule}`) } : {})} end={g('old.count', n)} />)}</Rows>;
}

const SHOWN = 40;

export default function RightsOld({ book }: ScreenProps) {
  const [old, setOld] = useState<Old | 'offline' | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    setOld(null);
    void ask<Old>('office/retention', { device: book.seat.device }).then((asked) => { if (!gone) setOld('answer' in asked ? asked.answer : 'offline'); });
    return () => { gone = true; };
  }, [round]);
  const nameOf = (id: string | null): string => {
    const line = book.lines.value.find((one) => one.id === id);
    return line ? f('household.of', line.no, line.head) : '';
  };
  return (
    <Page title={g('old.title')} back="#/van-phong/quyen">
      <div class="stack wide">
        <p>{g('old.lead')}</p>
        {old === null && <p role="status">{t('state.loading')}</p>}
        {old === 'offline' && <Notice tone="waits" title={g('old.offline')}><div><Button onPress={() => setRound(round + 1)}>{t('do.retry')}</Button></div></Notice>}
        {old !== null && old !== 'offline' && (
          <>
            <Part title={g('old.tonight')}><CountRows counts={old.now} /></Part>
            <Part title={g('old.soon')}><CountRows counts={old.soon} /></Part>
            {old.rows.length + old.households.length > 0 && (
              <Part title={g('old.rows')} count={old.rows.length + old.households.length}>
                <Rows>
                  {old.households.map((id) => <Row key={id} picture="house" name={nameOf(id)} note={g('old.household')} href={`#/ho/${id}`} />)}
                  {old.rows.slice(0, SHOWN).map((row) => <Row key={row.key} name={ruleName(row.rule)} note={nameOf(row.household)} {...(row.household === null ? {} : { href: `#/ho/${row.household}` })} />)}
                </Rows>
              </Part>
            )}
            <Part title={g('old.runs')}>
              {old.runs.length === 0 ? <p class="soft">{g('old.runs.none')}</p> : (
                <Rows>{old.runs.map((run) => <Row key={run.at} name={momentText(run.at)} note={Object.entries(run.went).map(([rule, n]) => `${ruleName(rule)}: ${g('old.count', n)}`).join(' · ')} />)}</Rows>
              )}
            </Part>
          </>
        )}
        <Part title={g('old.rules')}><Rows>{(Object.keys(NAMES) as Rule[]).map((rule) => <Row key={rule} name={ruleName(rule)} note={g(`kept.${rule}`)} />)}</Rows></Part>
      </div>
    </Page>
  );
}
