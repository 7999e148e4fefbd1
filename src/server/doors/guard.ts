// Only the app's own pages may act with a person's cookie; every answer says how a browser must treat it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Nothing from elsewhere, nothing inline, no frame around it. Blobs are photos and recordings kept on the phone. */
export const APP_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "media-src 'self' blob:",
  "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types nha-rong-worker',
].join('; ');

/** On every answer that may be shown as a page, also on those that reach no door. */
export const ALWAYS = {
  'content-security-policy': APP_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * What the app asks for is data and never a page: it may load nothing, run nothing and stand in nobody's frame. The long
 * headers are for pages; each byte here is paid for on every exchange of every phone.
 */
export const ON_DATA = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** The headers of every answer to that address. */
export const headersOf = (url: string): Readonly<Record<string, string>> => (url.startsWith('/api/') ? ON_DATA : ALWAYS);

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Where the browser stands, as it sees it: scheme and host behind the proxy, if there is one. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;

/** Reached over TLS, or on the very machine: only there does a browser take a Secure cookie. */
export const isSecure = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(request.hostname);

/**
 * Refuses writes that another site started. Browsers say where a request comes from in Sec-Fetch-Site, older
 * ones in Origin; a program that sends neither must not lean on a cookie.
 */
export function checkOrigin(request: FastifyRequest): void {
  if (READS.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin, cookie } = request.headers;
  if (site !== undefined) {
    if (site !== 'same-origin') throw new Problem(403, 'request.foreign');
  } else if (origin !== undefined) {
    if (hostOf(origin) !== request.host) throw new Problem(403, 'request.foreign');
  } else if (cookie !== undefined) throw new Problem(403, 'request.foreign');
}

/** The null letter stands in no id or cursor of ours, and no database column takes it. */
function checkAddress({ params, query }: FastifyRequest): void {
  for (const part of [params, query]) {
    for (const value of Object.values((part ?? {}) as Readonly<Record<string, unknown>>)) if (String(value).includes('\0')) throw new Problem(400, 'request.malformed', { what: 'address' });
  }
}

/** Only the host is compared: a proxy on another machine may hide from us that the browser came by https. */
function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

/**
 * Another site can make its own name point at this machine (DNS rebinding) and would then be "the same origin". Such a
 * name is none of these: an address, a name without dots, a name of a local network, or the one in ORIGIN.
 */
export function isOurHost(hostname: string, origin: string | null): boolean {
  if (origin === null) return true;
  const host = hostname.toLowerCase().replace(/\.$/u, '');
  if (host === new URL(origin).hostname) return true;
  return /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[\w-]+|[\w-]+(\.[\w-]+)*\.(local|lan|internal|home\.arpa))$/u.test(host);
}

/** Puts the check before and the headers behind every door; a door may set a header of its own first. */
export function guard(app: FastifyInstance, origin: string | null): void {
  app.addHook('onRequest', async (request) => {
    if (!isOurHost(request.hostname, origin)) throw new Problem(421, 'request.foreign');
    checkOrigin(request);
    checkAddress(request);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    for (const [name, value] of Object.entries(headersOf(request.url))) if (!reply.hasHeader(name)) reply.header(name, value);
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    return payload;
  });
}
