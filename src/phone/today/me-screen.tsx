// Me: my tasks, how things look on this phone, locking it for someone else, and how to use it.
import { useState } from 'preact/hooks';
import { borrowed } from '#phone/account/borrowed.ts';
import type { Book, Phone } from '#phone/book.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { SelectField, Wrong } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myPosts, ownHousehold } from '#phone/parts/hand.ts';

import { chooseTextSize, chooseTheme, TEXT_SIZES, textSize, theme, THEMES } from '#phone/parts/preferences.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { sayPending } from '#phone/parts/undo.tsx';
import { f } from '#phone/words/field.ts';
import { o } from '#phone/words/more.ts';
import { language, LANGUAGES, speak } from '#phone/words/words.ts';

const MINUTES = [1, 5, 15, 60];

function Posts({ book }: { readonly book: Book }) {
  const posts = myPosts(book);
  return (
    <Part title={o('me.posts')}>
      {posts.length === 0 && <p class="soft">{o('me.posts.none')}</p>}
      {posts.length > 0 && (
        <Rows>
          {posts.map((post) => (
            <Row
              key={post.id} picture="person" name={f(`role.${post.role}`)}
              note={[post.village === null ? o('me.commune') : book.villages.value.find((one) => one.id === post.village)?.body.name, post.households.length > 0 && post.role === 'volunteer' ? o('me.post.households', post.households.length) : '', post.until === null ? o('me.post.open') : o('me.post.until', post.until)].filter(Boolean).join(' · ')}
            />
          ))}
        </Rows>
      )}
    </Part>
  );
}

/** The same controls stand at the door, before anybody has signed in. */
export function Looks() {
  const [failed, setFailed] = useState(false);
  const choose = (to: string) => { setFailed(false); speak(to).catch(() => setFailed(true)); };
  return (
    <Part title={o('me.look')}>
      <div class="stack">
        <Choice legend={o('me.language')} value={language.value} options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} onChange={choose} />
        {failed && <Wrong id="language-trouble">{o('me.language.trouble')}</Wrong>}
        <Choice legend={o('me.text')} layout="three" value={textSize.value} options={TEXT_SIZES.map((value) => ({ value, label: o(`me.text.${value}`) }))} onChange={chooseTextSize} />
        <Choice legend={o('me.theme')} layout="three" value={theme.value} options={THEMES.map((value) => ({ value, label: o(`me.theme.${value}`) }))} onChange={chooseTheme} />
      </div>
    </Part>
  );
}

function Seats({ book, phone }: { readonly book: Book; readonly phone: Phone }) {
  return (
    <Part title={o('me.seats')}>
      <Rows>
        {phone.seats.value.map((seat) => {
          const open = seat.device === book.seat.device;
          return <Row key={seat.device} picture={seat.kind === 'household' ? 'house' : 'person'} name={seat.personName} note={[seat.communeName, open ? o('me.seat.here') : '', seat.waiting > 0 ? o('me.seat.waiting', seat.waiting) : ''].filter(Boolean).join(' · ')} />;
        })}
        <Row picture="lock" name={o('me.lock')} note={o('me.lock.means')} onPress={() => void sayPending().then(() => phone.lock())} />
      </Rows>
      <SelectField label={o('me.lock-after')} value={String(phone.lockAfter.value)} options={[...new Set([...MINUTES, phone.lockAfter.value])].sort((a, b) => a - b).map((n) => ({ value: String(n), label: o('me.minutes', n) }))} onChange={(n) => void phone.setLockAfter(Number(n))} />
    </Part>
  );
}

const HELP = [1, 2, 3, 4, 5, 6] as const;

function Help() {
  return (
    <Page title={o('help.title')} back="#/toi">
      <ol class="stack wide">
        {HELP.map((n) => <li key={n} class="stack" style={{ gap: '0.25rem' }}><h2>{o(`help.${n}`)}</h2><p>{o(`help.${n}.means`)}</p></li>)}
      </ol>
    </Page>
  );
}

export default function MeScreen({ book, phone, path }: ScreenProps) {
  if (path[0] === 'giup') return <Help />;

  const household = ownHousehold(book) !== null;
  // Somebody else's phone, with no PIN of one's own: nothing to lock, and nothing to set.
  const lent = borrowed.value.includes(book.seat.device);
  return (
    <Page title={o('me.title')}>
      <p class="large strong" style={{ marginBlockEnd: '1rem' }}>{book.seat.personName}</p>
      <div class="columns">
        <div>
          {!household && <Posts book={book} />}
          <Part title={o('nav.more')}>
            <Rows>
              <Row picture="up" name={o('me.waiting')} href="#/cho-gui" />
              <Row picture="phone" name={o('me.phone')} href="#/may" />
              {lent ? <Row picture="phone" name={o('me.phones')} href="#/tai-khoan/may" /> : <Row picture="key" name={o('me.account')} href="#/tai-khoan" />}
              {!household && <Row picture="speaker" name={o('me.voices')} href="#/giong-noi" />}
              <Row picture="question" name={o('me.help')} href="#/toi/giup" />
              <Row picture="eye" name={o('me.board')} href="/cong-khai" />
            </Rows>
          </Part>
        </div>
        <div>
          <Looks />
          {!lent && <Seats book={book} phone={phone} />}
        </div>
      </div>
    </Page>
  );
}
