// Starts the phone: opens the seats kept here, shows the first screen, and puts the app itself on the phone.
import { render } from 'preact';
import { App, makeReady } from './app.tsx';
import type { Phone } from './book.ts';
import { keepAppOnPhone } from './store/app-version.ts';

async function phoneAt(query: URLSearchParams): Promise<Phone> {
  // Screens can be worked on without a server: /?make-believe. Not in what is shipped.
  if (import.meta.env.DEV && query.has('make-believe')) {
    const { makeBelievePhone } = await import('./store/make-believe.ts');
    return makeBelievePhone(query.get('make-believe') ?? '');
  }
  const { openPhone } = await import('./store/seats.ts');
  return openPhone();
}

const [phone] = await Promise.all([phoneAt(new URLSearchParams(location.search)), makeReady()]);
render(<App phone={phone} />, document.getElementById('app')!);
if (!import.meta.env.DEV) await keepAppOnPhone();
