// Starts the phone: opens the seats kept here, shows the first screen, and puts the app itself on the phone.
import { render } from 'preact';
import { App, makeReady } from './app.tsx';
import type { Phone } from './book.ts';
import { keepAppOnPhone } from './store/app-version.ts';
import { openPhone } from './store/seats.ts';
import { ShelfTrouble } from './store/shelf.ts';

async function phoneAt(query: URLSearchParams): Promise<Phone> {
  // Screens can be worked on without a server: /?make-believe. Not in what is shipped.
  if (import.meta.env.DEV && query.has('make-believe')) {
    const { makeBelievePhone } = await import('./store/make-believe.ts');
    return makeBelievePhone(query.get('make-believe') ?? '');
  }
  return openPhone();
}

/**
 * Not awaited at the top of this file: the other files of the app wait for this one to have ended before they begin, and
 * this one waits for them (English words, the door). Seen: an empty page for everybody who had chosen English.
 */
async function start(place: HTMLElement): Promise<void> {
  // They lie on the phone: asked for now they are there when the first screen is laid out, which is then done once, not twice.
  if (navigator.serviceWorker?.controller) for (const weight of [400, 600]) void document.fonts.load(`${weight} 1rem 'Be Vietnam Pro'`, 'aạ').catch(() => undefined);
  try {
    const [phone] = await Promise.all([phoneAt(new URLSearchParams(location.search)), makeReady()]);
    // The line of index.html for whoever waits: drawing goes on beside what stands there, and would leave it.
    place.replaceChildren();
    render(<App phone={phone} />, place);
  } catch (error) {
    console.error(error);
    const newer = error instanceof ShelfTrouble && error.trouble === 'newer';
    // A later version kept what lies here; what waits is sealed to the server in a shape that never changes.
    if (newer) void import('./store/letters-out.ts').then(({ sendAllLetters }) => sendAllLetters());
    const { NoStore } = await import('./no-store.tsx');
    place.replaceChildren();
    render(<NoStore newer={newer} why={error instanceof Error ? error.message : String(error)} />, place);
  }
  if (!import.meta.env.DEV) await keepAppOnPhone();
}

void start(document.getElementById('app')!);
