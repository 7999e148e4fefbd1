// The commune's villages: added, renamed, and the languages spoken there. Works without signal.
import { useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import { fold } from '#commune/households/search.ts';
import type { VillageRow } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Row, Rows } from '#phone/parts/row.tsx';
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
      {villages.length === 0 ? <Empty picture="village" title={a('villages.empty')} /> : (
        <Rows>
          {villages.map((one) => {
            const trust = book.trust(`village/${one.id}`);
            return <Row key={one.id} picture="village" name={one.body.name} note={one.body.languages.map(languageName).join(', ')} href={`#/van-phong/thon/${one.id}`} end={trust && trust !== 'booked' ? <TrustMark trust={trust} /> : null} />;
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
      ? book.say('village.amend', { id: village.id, name: name.trim(), languages })
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
      </div>
    </Page>
  );
}
