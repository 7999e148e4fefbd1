// Every page: band and header with the road sign, the main column, the one action under the thumb, and the ways onward.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { t } from '#phone/words/main.ts';
import { IconButton } from './button.tsx';
import { myHand, ownHousehold, worksInVillages } from './hand.ts';
import { here } from './here.ts';
import { Picture, type PictureName } from './picture.tsx';
import { wide } from './preferences.ts';
import { RoadSignLink } from './road-sign.tsx';
import { address, goBack, heightHere, partsOf } from './router.ts';
import { UndoBar } from './undo.tsx';

export interface PageProps {
  readonly title: string;
  /** Where "back" leads when the app was opened on this page; or what to do instead of leaving. */
  readonly back?: string | (() => void);
  /** The one main action, and at most one lesser beside it. */
  readonly action?: ComponentChildren;
  /** A form to be filled in: the ways onward are put away so that nothing is left by mistake. */
  readonly form?: boolean;
  /** Takes the whole width of a desk: tables. */
  readonly full?: boolean;
  /** Larger letters: for people who read slowly. */
  readonly large?: boolean;
  readonly children: ComponentChildren;
}

/** Comes with every page change: reading begins at the heading, and the page stands where it was left. */
function useArrival(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const at = address.value;
  useLayoutEffect(() => {
    // The browser writes titles of pages into its history and into its picture of open tabs: none may name anybody.
    document.title = t('app.name');
  }, [title]);
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, heightHere());
  }, [at]);
  return heading;
}

/** The ways onward stand where they are seen: on a phone under everything, at a desk beside the page, and before it for the keyboard. */
export function Page(props: PageProps) {
  const book = here.value?.book ?? null;
  const heading = useArrival(props.title);
  const nav = book !== null && !props.form;
  const { back } = props;
  return (
    <div class={`page${nav ? ' has-nav' : ''}`}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{t('app.skip')}</a>
      <div class="top">
        <div class="band" aria-hidden="true" />
      </div>
      {nav && wide.value && <Nav book={book} />}
      <header class="head">
        {book?.commune.value?.body.sample && <p class="sample">{t('app.sample')}</p>}
        <div class={`head-row${back === undefined ? '' : ' has-back'}`}>
          {back !== undefined && <IconButton picture="back" label={t('do.back')} onPress={() => (typeof back === 'string' ? goBack(back) : back())} />}
          <h1 ref={heading} tabIndex={-1}>{props.title}</h1>
          {book && <RoadSignLink book={book} />}
        </div>
      </header>
      <main class={`main${props.full ? ' full' : ''}${props.large ? ' slow' : ''}`} id="main" tabIndex={-1}>{props.children}</main>
      {props.action && <footer class="action no-print">{props.action}</footer>}
      <UndoBar />
      {nav && !wide.value && <Nav book={book} />}
    </div>
  );
}

interface Way {
  readonly to: string;
  readonly says: string;
  readonly picture: PictureName;
  /** Shown at a desk only; on a phone it is one step further away. */
  readonly desk?: boolean;
}

/** Ways onward of this seat; the first is its home. */
export function waysOf(book: Book): readonly Way[] {
  const me: Way = { to: '/toi', says: t('nav.me'), picture: 'person' };
  const waiting: Way = { to: '/cho-gui', says: t('nav.waiting'), picture: 'up', desk: true };
  const health: Way = { to: '/may', says: t('nav.health'), picture: 'phone', desk: true };
  if (ownHousehold(book) !== null) return [{ to: '/nha', says: t('nav.home'), picture: 'house' }, waiting, me];
  const today: Way = { to: '/hom-nay', says: t('nav.today'), picture: 'today' };
  const village: Way = { to: '/thon', says: t('nav.village'), picture: 'people' };
  const office: Way = { to: '/van-phong', says: t('nav.office'), picture: 'office' };
  return [
    today, ...(worksInVillages(book) ? [village] : []),
    ...(myHand(book).isOfficer ? [office] : []), waiting, health, me,
  ];
}

/** Pages that belong to a way without bearing its name. */
const UNDER: Readonly<Record<string, string>> = { ho: 'thon', 'ho-moi': 'thon', tham: 'thon', 'giong-noi': 'toi' };

function Nav({ book }: { readonly book: Book }) {
  const first = partsOf(address.value)[0] ?? waysOf(book)[0]!.to.slice(1);
  const at = UNDER[first] ?? first;
  return (
    <nav class="nav" aria-label={t('nav.label')}>
      <span class="house"><Picture name="roof" size={40} /><b>{t('app.name')}</b><br /><span class="small soft">{book.commune.value?.body.name}</span></span>
      {waysOf(book).map((way) => (
        <a key={way.to} class={way.desk ? 'desk' : ''} href={`#${way.to}`} aria-current={at === way.to.slice(1) ? 'page' : undefined}><Picture name={way.picture} />{way.says}</a>
      ))}
    </nav>
  );
}
