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
    place.replaceChildren();
    render(<NoStore newer={newer} why={error instanceof Error ? error.message : String(error)} />, place);
    // A later version kept what lies here; what waits is sealed to the server in a shape that never changes.
    if (newer) void import('./store/letters-out.ts').then(({ sendAllLetters }) => sendAllLetters());
  }
  if (!import.meta.env.DEV) await keepAppOnPhone();
}

void start(document.getElementById('app')!);

/** Without a store nothing can be promised to a person, so nothing else is shown. */
function NoStore({ newer, why }: { readonly newer: boolean; readonly why: string }) {
  return (
    <main style={{ padding: '1.5rem', maxWidth: '36rem', margin: '0 auto' }}>
      <h1>Chưa mở được sổ trên máy này</h1>
      {newer && <p><b>Sổ trên máy do bản ứng dụng mới hơn cất.</b> Có sóng thì đóng ứng dụng, mở lại để lấy bản mới. Việc chưa gửi vẫn nguyên, và đang được gửi đi trong phong bì niêm phong.</p>}
      <p>Trình duyệt không cho ứng dụng cất dữ liệu. Thường là do máy đã đầy bộ nhớ, đang mở ở cửa sổ ẩn danh, hoặc ứng dụng đang mở ở một cửa sổ cũ.</p>
      <p>Hãy đóng các cửa sổ khác của ứng dụng, xoá bớt ảnh hoặc ứng dụng không dùng, rồi bấm Mở lại. Những gì đã lưu trên máy vẫn còn nguyên.</p>
      <p><button type="button" onClick={() => location.reload()}>Mở lại</button></p>
      <p><small>{why}</small></p>
    </main>
  );
}
