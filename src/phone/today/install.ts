// The browser's offer to put the app on the home screen, kept until the person asks for it.
import { signal, type ReadonlySignal } from '@preact/signals';

interface Offer extends Event {
  prompt(): Promise<unknown>;
}
const offer = signal<Offer | null>(null);
export const mayInstall: ReadonlySignal<Offer | null> = offer;

if (typeof addEventListener === 'function') {
  addEventListener('beforeinstallprompt', (event) => { event.preventDefault(); offer.value = event as Offer; });
  addEventListener('appinstalled', () => { offer.value = null; });
}

export async function install(): Promise<void> {
  const asked = offer.peek();
  offer.value = null;
  await asked?.prompt();
}
