// One person of the commune's staff: their posts, what may be changed, and their way in.
import { useState } from 'preact/hooks';
import type { Json, Refusal } from '#journal/act.ts';
import { addDays } from '#commune/places/days.ts';
import type { Day, PersonRow, Post } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { PickHouseholds } from './pick-households.tsx';
import { PostLine } from './post-line.tsx';
import { staffOf, timeOf, volunteersOf } from './staff.ts';

/** Says one act and keeps what came of it for the page to show. */
function useSaying(book: Book) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const say = async (kind: string, body: Json): Promise<boolean> => {
    setRefusal(null);
    const answer = await book.say(kind, body);
    if ('refusal' in answer) setRefusal(answer.refusal);
    return !('refusal' in answer);
  };
  return { refusal, say };
}

export function PersonPage({ book, person, assigning }: { readonly book: Book; readonly person: string; readonly assigning: string | null }) {
  const row = book.people.value.get(person);
  const line = row && staffOf([row], book.today())[0];
  if (!row || !line) return <Page title={a('people.title')} back="#/van-phong/nguoi"><Notice><p>{a('person.gone')}</p></Notice></Page>;
  const held = row.body.posts.find((post) => post.id === assigning);
  if (held?.role === 'volunteer') return <Assign book={book} row={row} post={held} />;
  const trust = book.trust(`person/${person}`);
  const to = `#/van-phong/nguoi/${person}`;
  return (
    <Page title={row.body.name} back="#/van-phong/nguoi">
      {trust && <p class="line person-trust"><TrustMark trust={trust} /></p>}
      {line.closedOn !== null && <Notice><p>{a('person.closed', line.closedOn)}</p></Notice>}
      <Part title={a('post.now')} count={line.posts.length}>
        {line.posts.length === 0 ? <p class="soft">{a('people.no-post')}</p> : <ul class="rows">{line.posts.map((post) => <PostItem key={post.id} book={book} row={row} post={post} />)}</ul>}
        {line.closedOn === null && <div><Button picture="plus" href={`${to}/giao`}>{a('post.give')}</Button></div>}
      </Part>
      {line.closedOn === null && (
        <Part title={a('person.way-in')}>
          <Rows><Row picture="file" name={a('slip.new')} note={a('slip.means')} href={`${to}/phieu`} /></Rows>
        </Part>
      )}
      {line.past.length > 0 && <Part title={a('post.past')}><ul class="rows">{line.past.map((post) => <li class="row" key={post.id}><span class="body"><PostLine book={book} post={post} whole /></span></li>)}</ul></Part>}
      {line.closedOn === null && <Changes book={book} row={row} />}
    </Page>
  );
}

function PostItem({ book, row, post }: { readonly book: Book; readonly row: PersonRow; readonly post: Post }) {
  const [ending, setEnding] = useState(false);
  const { refusal, say } = useSaying(book);
  const today = book.today();
  const begun = timeOf(post, today) !== 'later';
  const [until, setUntil] = useState<Day>(begun ? today : addDays(post.from, -1));
  return (
    <li class="row block">
      <PostLine book={book} post={post} whole />
      <div class="line">
        {post.role === 'volunteer' && <Button look="ink" href={`#/van-phong/nguoi/${row.id}/ho/${post.id}`}>{a('post.assign')}</Button>}
        <Button look="ink" onPress={() => setEnding(!ending)}>{ending ? t('do.cancel') : a('post.end')}</Button>
      </div>
      {ending && (
        <form class="stack tight" noValidate onSubmit={(event) => { event.preventDefault(); void say('post.end', { person: row.id, post: post.id, until }).then((said) => { if (said) setEnding(false); }); }}>
          <p>{a('post.end.means')}</p>
          <TextField label={a('post.end.on')} type="date" hint={until === '' ? '' : t('day.chosen', until)} value={until} min={addDays(post.from, -1)} onChange={setUntil} />
          <div><Button look="main" type="submit" disabled={until === ''}>{a('post.end.do')}</Button></div>
        </form>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
    </li>
  );
}

function Changes({ book, row }: { readonly book: Book; readonly row: PersonRow }) {
  const [name, setName] = useState(row.body.name);
  const [on, setOn] = useState<Day>(book.today());
  const { refusal, say } = useSaying(book);
  return (
    <div class="part">
      <details class="fold">
        <summary>{a('person.rename')}</summary>
        <form class="stack tight" noValidate onSubmit={(event) => { event.preventDefault(); void say('person.rename', { person: row.id, name: name.trim(), was: row.body.name }); }}>
          <TextField label={a('person.name')} value={name} maxLength={80} onChange={setName} />
          <div><Button type="submit" disabled={name.trim() === '' || name.trim() === row.body.name}>{a('person.rename.do')}</Button></div>
        </form>
      </details>
      {row.id !== book.seat.person && (
        <details class="fold">
          <summary>{a('person.close')}</summary>
          <form class="stack tight" noValidate onSubmit={(event) => { event.preventDefault(); void say('person.close', { person: row.id, on }); }}>
            <p>{a('person.close.means', row.body.name)}</p>
            <TextField label={a('person.close.on')} type="date" hint={on === '' ? '' : t('day.chosen', on)} value={on} max={book.today()} onChange={setOn} />
            <div><Button look="main" type="submit" disabled={on === ''}>{a('person.close.do')}</Button></div>
          </form>
        </details>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
    </div>
  );
}

function Assign({ book, row, post }: { readonly book: Book; readonly row: PersonRow; readonly post: Post }) {
  const [values, setValues] = useState(post.households);
  const [was] = useState(post.households);
  const { refusal, say } = useSaying(book);
  const by = volunteersOf(book.people.value.values(), book.today(), row.id);
  const back = `#/van-phong/nguoi/${row.id}`;
  const save = async () => {
    // With what was seen beforehand, two people who assign at one time do not undo each other.
    if (await say('post.assign', { person: row.id, post: post.id, households: values, was })) go(back, true);
  };
  return (
    <Page form title={`${a('post.assign')} · ${row.body.name}`} back={back} action={<Button look="main" onPress={() => void save()}>{a('person.do')}</Button>}>
      <div class="stack">
        {refusal && <RefusalNote refusal={refusal} />}
        <PickHouseholds
          lines={book.lines.value.filter((one) => one.village === post.village && (!one.closed || was.includes(one.id)))} values={values} onChange={setValues}
          mark={(one) => { const name = by.get(one.id); return name === undefined ? null : a('pick.shared', name); }}
        />
      </div>
    </Page>
  );
}
