// The board's pictures as plain SVG: they need no script, print in black and white, and say their numbers as text too.
import { PROMISE_CELLS, type PromiseCell } from '#commune/board/cells.ts';
import type { BoardView } from '#commune/board/board.ts';
import { html, Html } from './html.ts';
import type { BoardWords } from './words.ts';

/** Fill of each kind: told apart by pattern as well as by colour, so that a black and white print reads the same. */
const patterns = html`<defs>
<pattern id="claimed" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" class="paper"/><rect width="4" height="8" class="leaf"/></pattern>
<pattern id="overdue" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="madder"/><path d="M0 0L8 8M8 0L0 8" class="cross"/></pattern>
<pattern id="withdrawn" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="paper"/><circle cx="3" cy="3" r="1.4" class="ink"/></pattern>
</defs>`;

const FILL: Record<PromiseCell, Html> = {
  confirmed: html`class="leaf"`,
  claimed: html`fill="url(#claimed)"`,
  open: html`class="paper line"`,
  overdue: html`fill="url(#overdue)"`,
  withdrawn: html`fill="url(#withdrawn)"`,
};

const WIDTH = 640;
/** Narrower, so that the numbers under the bars stay readable on a phone. */
const MONTHS_WIDTH = 420;

/** One bar of all promises shown, divided by what became of them; the same with words and numbers beneath. */
export function promisesPicture(view: BoardView, words: BoardWords): Html {
  if (view.made === null) return html`<p class="empty">${words.noPromises}</p>`;
  let x = 1;
  const made = view.made;
  const bars = PROMISE_CELLS.flatMap((cell) => {
    const count = view.promises[cell];
    if (!count) return [];
    const width = (count / made) * (WIDTH - 2);
    const bar = html`<rect x="${x.toFixed(1)}" y="1" width="${width.toFixed(1)}" height="44" ${FILL[cell]}/>`;
    x += width;
    return [bar];
  });
  const rows = PROMISE_CELLS.map((cell) => {
    const count = view.promises[cell];
    return html`<div><dt><svg width="22" height="22" aria-hidden="true"><rect x="1" y="1" width="20" height="20" ${FILL[cell]}/></svg> ${words.cells[cell]}</dt>
<dd>${count === null ? html`<small>${words.few}</small>` : words.number(count)}</dd></div>`;
  });
  return html`<svg class="wide" viewBox="0 0 ${WIDTH} 46" role="img" aria-label="${words.promises}">${patterns}${bars}<rect x="1" y="1" width="${WIDTH - 2}" height="44" class="frame"/></svg>
<p class="big">${words.made(words.number(made))}</p>
<dl>${rows}</dl>
${view.span === null ? null : html`<p>${words.span(view.span)}</p>`}`;
}

/** Visits of the last twelve months as bars with their numbers; a month not shown has a dot. */
export function visitsPicture(view: BoardView, words: BoardWords): Html {
  const most = Math.max(...view.months.map((month) => month.visits ?? 0));
  if (most === 0) return html`<p class="empty">${words.noVisits}</p>`;
  const step = MONTHS_WIDTH / view.months.length;
  const bars = view.months.map(({ month, visits }, i) => {
    const middle = (i + 0.5) * step;
    const height = ((visits ?? 0) / most) * 110;
    const label = html`<text x="${middle.toFixed(1)}" y="158" class="month">${Number(month.slice(5))}</text>
${month.endsWith('-01') || (i === 0 && !view.months[1]?.month.endsWith('-01')) ? html`<text x="${middle.toFixed(1)}" y="174" class="month">${month.slice(0, 4)}</text>` : null}`;
    if (visits === null) return html`<circle cx="${middle.toFixed(1)}" cy="136" r="2.5" class="ink"/>${label}`;
    return html`<rect x="${(middle - step * 0.32).toFixed(1)}" y="${(140 - height).toFixed(1)}" width="${(step * 0.64).toFixed(1)}" height="${height.toFixed(1)}" class="indigo"/>
<text x="${middle.toFixed(1)}" y="${(134 - height).toFixed(1)}" class="count">${words.number(visits)}</text>${label}`;
  });
  const said = view.months.map(({ month, visits }) => `${words.month(month)}: ${visits === null ? words.few : words.number(visits)}`).join('; ');
  return html`<svg class="wide months" viewBox="0 0 ${MONTHS_WIDTH} 180" role="img" aria-label="${words.visits}. ${said}"><path d="M0 140.5H${MONTHS_WIDTH}" class="axis"/>${bars}</svg>
<p class="note">• ${words.few}</p>`;
}

/** Topics with bars, most heard first. */
export function heardPicture(view: BoardView, words: BoardWords): Html {
  if (view.heard.length === 0) return html`<p class="empty">${words.noHeard}</p>`;
  const most = view.heard[0]!.count;
  return html`<ul class="heard">${view.heard.map(({ topic, count }) => html`<li><span>${words.topics[topic]}</span>
<svg viewBox="0 0 300 20" preserveAspectRatio="none" aria-hidden="true"><rect width="${((count / most) * 300).toFixed(0)}" height="20" class="indigo"/></svg> <b>${words.number(count)}</b></li>`)}</ul>`;
}
