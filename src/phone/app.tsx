// The app: finds the screen an address means, shows the door while no seat is unlocked, and survives a screen that breaks.
import { Component, type ComponentChildren, type ComponentType } from 'preact';
import './look/look.css';
import { BorrowedBar } from './account/borrowed-bar.tsx';
import { doorNeeded } from './account/door-needed.ts';
import Door from './account/door-screen.tsx';
import type { Book, Phone } from './book.ts';
import { Button } from './parts/button.tsx';
import { Page, waysOf } from './parts/frame.tsx';
import { here } from './parts/here.ts';
import { lazy } from './parts/lazy.tsx';
import { Notice } from './parts/notice.tsx';
import { recallPreferences } from './parts/preferences.ts';
import { address, go, partsOf, startRouter } from './parts/router.ts';
import type { ScreenProps } from './parts/screen.ts';
import TodayScreen from './today/today-screen.tsx';
import VillageScreen from './village/village-screen.tsx';
import { t } from './words/main.ts';
import { recallLanguage } from './words/words.ts';

/** Screens by the first part of the address. What is opened every morning, the door with its PIN too, is here at once, the rest when first asked for. */
const SCREENS: Readonly<Record<string, ComponentType<ScreenProps>>> = {
  'hom-nay': TodayScreen,
  thon: VillageScreen,
  ho: lazy(() => import('./household/household-screen.tsx')),
  'ho-moi': lazy(() => import('./household/register-screen.tsx')),
  tham: lazy(() => import('./visit/visit-screen.tsx')),
  hua: lazy(() => import('./household/promise-screen.tsx')),
  quyen: lazy(() => import('./household/rights-screen.tsx')),
  don: lazy(() => import('./household/petition-screen.tsx')),
  'cho-gui': lazy(() => import('./today/waiting-screen.tsx')),
  may: lazy(() => import('./today/health-screen.tsx')),
  nha: lazy(() => import('./household/home-screen.tsx')),
  toi: lazy(() => import('./today/me-screen.tsx')),
  'giong-noi': lazy(() => import('./today/voices-screen.tsx')),
  'van-phong': lazy(() => import('./account/office-screen.tsx')),
  'tai-khoan': lazy(() => import('./account/account-screen.tsx')),
};

/** Once, before the first drawing. */
export async function makeReady(): Promise<void> {
  recallPreferences();
  startRouter();
  await recallLanguage();
}

/** A screen that breaks must not take the book with it: it says so and offers to open it again. */
class Fence extends Component<{ readonly at: string; readonly children: ComponentChildren }, { readonly broken: string | null; readonly at: string }> {
  override state = { broken: null, at: this.props.at };
  static override getDerivedStateFromError(error: unknown) {
    return { broken: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  override render() {
    if (this.state.broken === null) return this.props.children;
    return (
      <Page title={t('state.broken')} back={() => { this.setState({ broken: null }); go('#/', true); }}>
        <Notice tone="lost" title={t('state.broken')} live="assertive">
          <p>{t('state.broken.means')}</p>
          <p class="small soft">{this.state.broken}</p>
          <div><Button look="main" onPress={() => this.setState({ broken: null })}>{t('do.retry')}</Button></div>
        </Notice>
      </Page>
    );
  }
}

function Missing() {
  return <Page title={t('state.missing')} back="#/"><Notice title={t('state.missing')}><p>{t('state.missing.means')}</p></Notice></Page>;
}

function Open({ phone, book }: { readonly phone: Phone; readonly book: Book }) {
  const at = address.value;
  const [first = waysOf(book)[0]!.to.slice(1), ...path] = partsOf(at);
  const Screen = SCREENS[first] ?? Missing;
  return <Fence key={`${book.seat.device}${at}`} at={at}><Screen phone={phone} book={book} path={path} /></Fence>;
}

export function App({ phone }: { readonly phone: Phone }) {
  const book = phone.book.value;
  if (here.peek()?.book !== book || here.peek()?.phone !== phone) here.value = { phone, book };
  const path = partsOf(address.value);
  if (!book || doorNeeded(phone, path[0])) return <Fence key="door" at="door"><Door phone={phone} path={path} /></Fence>;
  return <><Open phone={phone} book={book} /><BorrowedBar phone={phone} book={book} /></>;
}
