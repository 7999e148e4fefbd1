// The public pages of communes and villages: no sign-in, no script, whatever they show comes from commune/board.
import { renderSVG } from 'uqr';
import type { BoardView } from '#commune/board/board.ts';
import { PROMISE_CELLS } from '#commune/board/cells.ts';
import type { Day } from '#commune/places/rows.ts';
import { html, Html } from './html.ts';
import { heardPicture, promisesPicture, visitsPicture } from './pictures.ts';
import { BAND_SVG } from './style.ts';
import { BOARD_WORDS, type BoardLanguage, type BoardWords } from './words.ts';

export interface BoardPlace {
  readonly id: string;
  readonly name: string;
}

export interface PageFrame {
  readonly lang: BoardLanguage;
  /** `https://host` where phones reach the board, for the QR code. */
  readonly origin: string;
  /** Path without query. */
  readonly path: string;
  readonly today: Day;
}

const address = (path: string, lang: BoardLanguage): string => (lang === 'vi' ? path : `${path}?lang=${lang}`);

const isHereOnly = (origin: string): boolean => /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/u.test(origin);

function page(frame: PageFrame, title: string, inside: Html): string {
  const words = BOARD_WORDS[frame.lang];
  const other: BoardLanguage = frame.lang === 'vi' ? 'en' : 'vi';
  const qr = new Html(renderSVG(frame.origin + address(frame.path, frame.lang), { border: 1 }));
  return html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} – Nhà Rông</title>
<link rel="icon" href="/icons/roof.svg" type="image/svg+xml"><link rel="stylesheet" href="/cong-khai/bang.css"></head><body>${new Html(BAND_SVG)}
${inside}
<footer><p class="rule">${words.rule}</p>
<div class="poster"><div>${qr}</div><p><b>${words.scan}</b><br>${frame.origin}${frame.path}</p></div>
<p class="screen">${isHereOnly(frame.origin) ? html`<b>${words.hereOnly}</b> ` : null}${words.print}</p>
<nav><a href="${address(frame.path, other)}" lang="${other}" hreflang="${other}">${words.other}</a><a href="/">${words.signIn}</a></nav></footer>
</body></html>`.text;
}

const head = (words: BoardWords, kicker: string, title: string, sample: boolean): Html => html`<header><p class="kicker">${kicker}</p><h1>${title}</h1>
${sample ? html`<p class="sample">${words.sample}</p>` : null}</header>`;

const sections = (view: BoardView, words: BoardWords): Html => html`<section><h2>${words.promises}</h2>${promisesPicture(view, words)}${view.asOf === null ? null : html`<p class="note">${words.asOf(view.asOf)}</p>`}</section>
<section><h2>${words.visits}</h2>${visitsPicture(view, words)}</section>
<section><h2>${words.heard(view.year)}</h2>${heardPicture(view, words)}</section>`;

export interface CommunePlace {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly sample: boolean;
}

/** Page of one village. */
export function villagePage(frame: PageFrame, commune: CommunePlace, village: BoardPlace, view: BoardView): string {
  const words = BOARD_WORDS[frame.lang];
  return page(frame, `${village.name}, ${commune.name}`, html`${head(words, `${commune.name}, ${commune.province} · ${words.title}`, village.name, commune.sample)}
<main>${sections(view, words)}<nav><a href="${address(`/cong-khai/${commune.code}`, frame.lang)}">${words.back}</a></nav></main>`);
}

/** One sheet holds some eight lines under each other; more stand side by side, and at thirty they are set smaller: a commune of sixty villages prints on one A4. */
const closeness = (villages: number): string => (villages > 28 ? 'scroll many most' : villages > 8 ? 'scroll many' : 'scroll');

/** Page of a commune: its sums, and its villages by name. */
export function communePage(frame: PageFrame, commune: CommunePlace, villages: readonly { readonly place: BoardPlace; readonly view: BoardView }[], whole: BoardView): string {
  const words = BOARD_WORDS[frame.lang];
  const sorted = [...villages].sort((a, b) => a.place.name.localeCompare(b.place.name, 'vi'));
  const rows = sorted.map(({ place, view }) => html`<tr><td><a href="${address(`/cong-khai/${commune.code}/${place.id}`, frame.lang)}">${place.name}</a></td>
${PROMISE_CELLS.map((cell) => html`<td>${view.promises[cell] === null ? html`<small>${words.few}</small>` : words.number(view.promises[cell]!)}</td>`)}</tr>`);
  return page(frame, commune.name, html`${head(words, `${commune.province} · ${words.title}`, commune.name, commune.sample)}
<main>${sections(whole, words)}<section><h2>${words.villages}</h2><div class="${closeness(rows.length)}" tabindex="0" role="region" aria-label="${words.villages}"><table><thead><tr><th scope="col">${words.village}</th>
${PROMISE_CELLS.map((cell) => html`<th scope="col">${words.cells[cell]}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div><p class="note">${words.totals}<span class="key"> • ${words.few}</span></p></section></main>`);
}

/** Page of all communes kept on this server. */
export function communesPage(frame: PageFrame, communes: readonly CommunePlace[]): string {
  const words = BOARD_WORDS[frame.lang];
  const list = communes.length === 0
    ? html`<p class="empty">${words.noCommunes}</p>`
    : html`<nav>${communes.map((commune) => html`<a href="${address(`/cong-khai/${commune.code}`, frame.lang)}">${commune.name}</a>`)}</nav>`;
  return page(frame, words.title, html`${head(words, 'Nhà Rông', words.title, false)}<main><section><h2>${words.communes}</h2>${list}</section></main>`);
}

/** Page for an address that is not there. */
export function lostPage(frame: PageFrame): string {
  const words = BOARD_WORDS[frame.lang];
  return page(frame, words.title, html`${head(words, 'Nhà Rông', words.title, false)}<main><p class="empty">${words.notFound}</p><nav><a href="${address('/cong-khai', frame.lang)}">${words.communes}</a></nav></main>`);
}
