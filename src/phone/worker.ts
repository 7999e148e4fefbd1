// Keeps the whole app on the phone, one version at a time, and never comes between the phone and the commune's answers.

/** Filled in by the build (vite.config.ts): every file of this version. */
const stock = '__STOCK__' as unknown as { readonly version: string; readonly files: readonly string[] };
const self_ = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'nha-rong-';
const ours = PREFIX + stock.version;

/** Answers of the commune, and the public board: whoever asks there wants to know how things stand now. */
const LIVE = /^\/(?:api|cong-khai|board)(?:\/|$)/u;

self_.addEventListener('install', (event) => {
  event.waitUntil(fill());
});

/** All files or none: a version that is only half here is never used. Asked anew, as a proxy may hold an old page. */
async function fill(): Promise<void> {
  const cache = await caches.open(ours);
  const held = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  for (const file of stock.files) {
    // Going on where a cut-off install stopped. Named files carry their hash; the rest is asked for again.
    if (held.has(file) && file.startsWith('/assets/')) continue;
    const before = file.startsWith('/assets/') ? await caches.match(file) : undefined;
    if (before) {
      await cache.put(file, before);
      continue;
    }
    const answer = await fetch(file, { cache: file.startsWith('/assets/') ? 'default' : 'no-cache' });
    const kind = answer.headers.get('content-type') ?? '';
    // A sign-in page of somebody's Wi-Fi answers 200 to everything.
    if (!answer.ok || answer.redirected || (kind.includes('html') && file !== '/')) throw new Error(`${file}: ${answer.status} ${kind}`);
    await cache.put(file, answer);
  }
}

self_.addEventListener('activate', (event) => {
  event.waitUntil(tidy());
});

/** The version before is kept: another window may still run it and ask for its later parts. */
async function tidy(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== ours);
  for (const old of others.slice(0, -1)) await caches.delete(old);
  await self_.clients.claim();
}

/** A new version waits until a person takes it, or until no window of the old one is open. */
self_.addEventListener('message', (event) => {
  if (event.data === 'take') event.waitUntil(self_.skipWaiting());
});

self_.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self_.location.origin || LIVE.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (stock.files.includes(url.pathname) || url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(ours);
  return (await cache.match('/')) ?? fetch(request);
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(ours);
  const path = new URL(request.url).pathname;
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
