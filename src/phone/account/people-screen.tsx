// The people with posts: the list, adding someone, and one person's page.
import { useState } from 'preact/hooks';
import { fold, found } from '#commune/households/search.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { SearchBox } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty } from '#phone/parts/notice.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { a } from './account-words.ts';
import { PersonForm } from './person-form.tsx';
import { PersonPage } from './person-page.tsx';
import { PostLine } from './post-line.tsx';
import { SlipPage } from './slip-page.tsx';
import { STAFF_ROLES, staffOf, type StaffLine } from './staff.ts';

export default function PeopleScreen({ book, path }: ScreenProps) {
  const [id, what, post] = path;
  if (id === 'moi') return <PersonForm book={book} person={null} />;
  if (id === undefined) return <PeopleList book={book} />;
  if (what === 'giao') return <PersonForm book={book} person={id} />;
  if (what === 'phieu') return <SlipPage book={book} person={id} />;
  return <PersonPage book={book} person={id} assigning={what === 'ho' ? post ?? null : null} />;
}

function PeopleList({ book }: { readonly book: Book }) {
  const [query, setQuery] = useState('');
  const today = book.today();
  const all = staffOf(book.people.value.values(), today);
  const shown = all.filter((line) => found(line.search, fold(query)));
  const live = shown.filter((line) => line.posts.length > 0 || (line.closedOn === null && line.past.length === 0));
  const past = shown.filter((line) => !live.includes(line));
  return (
    <Page title={a('people.title')} back="#/van-phong" action={<Button look="main" picture="plus" href="#/van-phong/nguoi/moi">{a('people.add')}</Button>}>
      <div class="stack">
        <p class="soft">{a('people.lead')}</p>
        {all.length > 6 && <SearchBox label={a('people.search')} value={query} found={shown.length} onChange={setQuery} />}
        {shown.length === 0 && <Empty picture="search" title={a('people.none-found')} />}
        {STAFF_ROLES.map((role) => <Group key={role} book={book} title={a(`role.${role}`)} lines={live.filter((line) => line.posts[0]?.role === role)} />)}
        <Group book={book} title={a('people.no-post')} lines={live.filter((line) => line.posts.length === 0)} />
        {all.length === 1 && <Empty picture="people" title={a('people.empty')}><p>{a('people.empty.means')}</p></Empty>}
        {past.length > 0 && (
          <details class="fold">
            <summary>{a('people.past', past.length)}</summary>
            <Lines book={book} lines={past} />
          </details>
        )}
      </div>
    </Page>
  );
}

function Group({ book, title, lines }: { readonly book: Book; readonly title: string; readonly lines: readonly StaffLine[] }) {
  return lines.length === 0 ? null : <Part title={title} count={lines.length}><Lines book={book} lines={lines} /></Part>;
}

function Lines({ book, lines }: { readonly book: Book; readonly lines: readonly StaffLine[] }) {
  return (
    <Rows>
      {lines.map((line) => {
        const trust = book.trust(`person/${line.id}`);
        const posts = line.posts.length > 0 ? line.posts : line.past;
        return (
          <Row
            key={line.id} href={`#/van-phong/nguoi/${line.id}`}
            name={<>{line.name}{line.id === book.seat.person && <span class="count"> ({a('people.you')})</span>}</>}
            note={line.closedOn !== null ? a('person.closed', line.closedOn) : posts.length === 0 ? a('people.no-post') : posts.map((post) => <PostLine key={post.id} book={book} post={post} />)}
            end={trust && trust !== 'booked' ? <TrustMark trust={trust} /> : null}
          />
        );
      })}
    </Rows>
  );
}
