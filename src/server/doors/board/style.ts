// The board's one stylesheet: rice paper, ink, one woven band; prints on one A4 in black and white.

export const BOARD_CSS = `
:root{color-scheme:light dark;--paper:#f8f3e6;--ink:#1f1b16;--soft:#4a4238;--indigo:#27367a;--madder:#8a1c2b;--leaf:#22602f;--line:#b9ab8f}
@media (prefers-color-scheme:dark){:root{--paper:#1a1814;--ink:#f2ead8;--soft:#d0c5ae;--indigo:#aab8ff;--madder:#ff9aa4;--leaf:#8fd49b;--line:#6b614e}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 "Be Vietnam Pro",system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.band{display:block;width:100%;height:14px}
.band .a{fill:var(--madder)}.band .b{fill:var(--indigo)}.band .c{fill:var(--ink)}
main,header,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
header{padding-top:.75rem}
h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0}h2{font-size:1.25rem;margin:1.5rem 0 .5rem;border-bottom:2px solid var(--line)}
p{margin:.5rem 0}.kicker{color:var(--soft);margin:0}.note,.rule,footer{color:var(--soft);font-size:.95rem}
.sample{border:2px dashed var(--madder);padding:.35rem .75rem;font-weight:600}
.big{font-size:1.5rem;font-weight:600}.empty{padding:1rem;border:1px dashed var(--line)}
a{color:var(--indigo);display:inline-block;padding:.7rem 0;min-height:48px}
nav{display:flex;gap:1.5rem;flex-wrap:wrap}
.wide{display:block;width:100%;height:auto}.months{max-width:34rem}
.leaf{fill:var(--leaf)}.paper{fill:var(--paper)}.madder{fill:var(--madder)}.ink{fill:var(--ink)}.indigo{fill:var(--indigo)}
.line,.frame{stroke:var(--ink);stroke-width:1.5}.frame{fill:none}.cross{stroke:var(--paper);stroke-width:1.5}.axis{stroke:var(--ink)}
.month,.count{fill:var(--ink);text-anchor:middle;font-size:17px;font-variant-numeric:tabular-nums}.count{font-weight:600;font-size:15px}
dl{margin:0}dl div{display:flex;justify-content:space-between;gap:1rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
dt svg{vertical-align:-5px}dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}dd small{font-weight:400}
.heard{list-style:none;padding:0;margin:0}.heard li{display:grid;grid-template-columns:9.5rem 1fr 4rem;gap:.75rem;align-items:center;padding:.3rem 0}
.heard svg{height:18px;width:100%}.heard b{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}thead th{font-weight:600;vertical-align:bottom;font-size:.9rem;line-height:1.25}
td:first-child{white-space:nowrap}@media (max-width:40rem){table{min-width:34rem}}
.poster,.key{display:none}
@media print{@page{size:A4;margin:12mm}:root{--paper:#fff;--ink:#000;--soft:#000;--indigo:#333;--madder:#000;--leaf:#555;--line:#999}
body{font-size:13pt;line-height:1.3}body:has(table){font-size:10.5pt}nav,.screen{display:none}.poster{display:flex;gap:1rem;align-items:center}.poster svg{width:7em;height:7em;flex:none}
main,header,footer{max-width:none;padding:0}header{padding-top:.3rem}h1{font-size:1.7em;margin:.1rem 0}.big{font-size:1.3em}.sample{padding:.1rem .6rem}.months{max-height:36mm}h2{font-size:1.15em;margin:.55rem 0 .25rem;break-after:avoid}p{margin:.3rem 0}section{break-inside:avoid}
main{display:grid;grid-template-columns:1fr 1fr;column-gap:8mm;align-items:start}section:first-of-type,section:nth-of-type(4){grid-column:1/-1}
dl{columns:2;column-gap:8mm}dl div{padding:.12rem 0;break-inside:avoid}.heard li{grid-template-columns:10em 1fr 2.6em;gap:.4em;padding:0;font-size:.92em;line-height:1.25}.heard svg{height:13px}
.scroll{overflow:visible}table{font-size:.87em;line-height:1.15}th,td{padding:.05rem .3rem}thead th{font-size:.9em;line-height:1.1}.note,.rule,footer{font-size:.87em}footer .rule{font-size:1em}footer{display:flex;flex-direction:row-reverse;gap:6mm;align-items:center;margin-top:.3rem;break-inside:avoid}footer>.rule{flex:1}footer>.poster{flex:1.3}
.many{columns:2;column-gap:6mm}section:has(.many){break-inside:auto}.many tr{break-inside:avoid}.many td:first-child{max-width:38mm;overflow:hidden;text-overflow:ellipsis}.many th{font-size:.8em;padding:0 .1rem}.many td{padding-right:.1rem}
.many td small{font-size:0}.many td small::after{content:"•";font-size:9pt}.many~.note .key{display:inline}
.most{columns:3;column-gap:4mm}.most table{font-size:7.5pt;line-height:1.1}.most td:first-child{max-width:24mm}.most th,.most td{padding:0 0 0 .1rem}.most th{font-size:6.5pt}.most td small::after{font-size:7pt}
a{padding:0;min-height:0;color:inherit;text-decoration:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.trim();

/** The woven band: rows of lozenges and steps, as on the hem of a skirt. */
export const BAND_SVG = `<svg class="band" aria-hidden="true"><defs><pattern id="w" width="28" height="14" patternUnits="userSpaceOnUse"><path class="b" d="M0 0h28v2H0zM0 12h28v2H0z"/><path class="a" d="M7 3l4 4-4 4-4-4z"/><path class="c" d="M21 3l2 2h2v2l-2 2-2 2-2-2-2-2V5h2z"/></pattern></defs><rect width="100%" height="14" fill="url(#w)"/></svg>`;
