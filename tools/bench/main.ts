// npm run bench: every figure, or those whose name begins with the word given.
import { loadavg } from 'node:os';
import { clearStage } from './stage.ts';

interface Bench { run(): Promise<void> }

/** By the beginning of the names of their figures. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'app.': () => import('./app-bytes.ts'),
  'board.page': () => import('./board-page.ts'),
  'sync.first': () => import('./sync-first.ts'),
  'phone.open': () => import('./phone-open.ts'),
  'phone.save': () => import('./phone-save.ts'),
  'sync.one': () => import('./sync-one.ts'),
  'sync.back': () => import('./sync-back.ts'),
  'accept.acts': () => import('./accept.ts'),
  'server.rss': () => import('./server-memory.ts'),
  'server.start': () => import('./server-start.ts'),
};

const wanted = process.argv[2] ?? '';
const chosen = Object.entries(BENCHES).filter(([name]) => wanted.startsWith(name) || name.startsWith(wanted));
if (chosen.length === 0) {
  console.error(`No benchmark is called ${wanted}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
console.error(`Load of the machine before: ${loadavg().map((load) => load.toFixed(2)).join(' ')}`);
try {
  for (const [, load] of chosen) await (await load()).run();
} finally {
  await clearStage();
}
process.exit(0);
