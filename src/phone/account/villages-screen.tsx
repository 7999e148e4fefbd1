// The commune's villages: added, renamed, and the languages spoken there. Works without signal.
import { useState } from 'preact/hooks';
import type { Json, Refusal } from '#journal/act.ts';
import { fold } from '#commune/households/search.ts';
import type { VillageRow } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { News } from '#phone/parts/news.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Row, Rows } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { languageName } from '#phone/words/languages.ts';
import { a } from './account-words.ts';
import { VILLAGE_NAME_MAX } from './founding.ts';
import { LanguagesField } from './languages-field.tsx';
import { newId } from './staff.ts';

export default function VillagesScreen({ book, path }: ScreenProps) {
  const [id] = path;
  const villages = book.villages.value;
  const village = villages.find((one) => one.id === id);
  if (id === 'moi' || village) return <VillageForm key={id} book={book} village={village ?? null} />;
  return (
    <Page title={a('villages.title')} back="#/van-phong" action={<Button look="main" picture="plus" href="#/van-phong/thon/moi">{a('villages.add')}</Button>}>
      <News />
      {villages.length === 0 ? <Empty picture="village" title={a('villages.empty')} /> : (
        <Rows>
          {villages.map((one) => {
            const trust = book.trust(`village/${one.id}`);
            return <Row key={one.id} picture="village" name={one.body.name} note={one.body.closedOn === null ? one.body.languages.map(languageName).join(', ') : a('villages.closed', one.body.closedOn)} href={`#/van-phong/thon/${one.id}`} end={trust && trust !== 'booked' ? <TrustMark trust={trust} /> : null} />;
          })}
        </Rows>
      )}
    </Page>
  );
}

function VillageForm({ book, village }: { readonly book: Book; readonly village: VillageRow | null }) {
  const [name, setName] = useState(village?.body.name ?? '');
  const [languages, setLanguages] = useState<readonly string[]>(village?.body.languages ?? ['vi']);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const double = book.villages.value.some((one) => one.id !== village?.id && fold(one.body.name) === fold(name));
  const wrong = name.trim() === '' ? 'empty' : double ? 'double' : null;
  const save = async () => {
    setTried(true);
    if (wrong || languages.length === 0) return;
    const answer = await (village
      ? book.say('village.amend', { id: village.id, ...changesOf(village, name.trim(), languages) })
      : book.say('village.add', { id: newId('v'), name: name.trim(), languages }));
    if ('refusal' in answer) setRefusal(answer.refusal);
    else go('#/van-phong/thon', true);
  };
  return (
    <Page form title={village ? village.body.name : a('villages.add')} back="#/van-phong/thon" action={<Button look="main" onPress={() => void save()}>{a('person.do')}</Button>}>
      <div class="stack wide">
        <TextField label={a('villages.name')} value={name} maxLength={VILLAGE_NAME_MAX} onChange={setName} wrong={(tried || wrong === 'double') && wrong ? a(`villages.name.${wrong}`) : null} />
        <LanguagesField legend={a('villages.languages')} values={languages} onChange={(next) => { if (next.length > 0) setLanguages(next); }} />
        {refusal && <RefusalNote refusal={refusal} />}
        {village && <VillageEnd book={book} village={village} />}
      </div>
    </Page>
  );
}

/** Only what was changed is said, with what was seen, so that two officers do not undo each other. */
function changesOf({ body }: VillageRow, name: string, languages: readonly string[]) {
  const [renamed, spoken] = [name !== body.name, languages.join() !== body.languages.join()];
  return {
    ...(renamed ? { name } : {}), ...(spoken ? { languages } : {}),
    was: { ...(renamed ? { name: body.name } : {}), ...(spoken ? { languages: body.languages } : {}) },
  };
}

/** A village that was joined to another or resettled is closed when nobody is entered in it any more, and opened again. */
function VillageEnd({ book, village }: { readonly book: Book; readonly village: VillageRow }) {
  const [on, setOn] = useState(book.today());
  const saying = useSaying(book);
  const { id, body } = village;
  const lines = book.lines.value.filter((line) => line.village === id);
  const standing = lines.filter((line) => !line.closed);
  const say = async (kind: string, more: { readonly [field: string]: Json }, done: string) => { if (await saying.say(kind, { village: id, ...more }, done)) go('#/van-phong/thon', true); };
  const left = standing.length > 0 && <><p>{a(body.closedOn === null ? 'villages.close.inhabited' : 'villages.closed.inhabited', standing.length)}</p><p><a href="#/thon">{a('villages.close.look')}</a></p></>;
  return (
    <div class="stack tight" style={{ marginBlockStart: '1.5rem' }}>
      {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
      {body.closedOn !== null && <Notice title={a('villages.closed', body.closedOn)}>{left}<div><Button onPress={() => void say('village.reopen', { was: body.closedOn }, a('villages.reopened'))}>{a('villages.reopen')}</Button></div></Notice>}
      {body.closedOn === null && standing.length > 0 && <Notice title={a('villages.close.do')}>{left}</Notice>}
      {body.closedOn === null && standing.length === 0 && (
        <Confirm look="plain" label={a('villages.close')} ask={a('villages.close.means')} yes={a('villages.close.do')} busy={saying.busy.value} onYes={() => void say('village.close', { on, households: lines.map((line) => line.id) }, a('villages.close.done'))}>
          <DayPicker label={a('villages.close.on')} today={book.today()} value={on} toward="past" onChange={setOn} />
        </Confirm>
      )}
    </div>
  );
}
