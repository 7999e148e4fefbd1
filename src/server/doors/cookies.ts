// A seat's key in the browser: one cookie a device, out of reach of scripts and of other sites.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from './guard.ts';

/** The prefix makes browsers refuse the cookie without Secure, with a Domain, or on another path. */
const lockedName = (device: string): string => `__Host-nr-${device}`;
const openName = (device: string): string => `nr-${device}`;

export const cookieNames = (device: string): readonly string[] => [lockedName(device), openName(device)];

/** Set-Cookie for the device's token. Without TLS and away from the machine itself it goes unlocked, and the log warns. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, key: { device: string; token: string; maxAgeMs: number }): void {
  const secure = isSecure(request);
  if (!secure) request.log.warn({ door: 'sign-in' }, 'signed in without TLS: the session can be read on the way. Put the server behind Caddy or nginx.');
  reply.setCookie(secure ? lockedName(key.device) : openName(key.device), key.token, {
    path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: Math.floor(key.maxAgeMs / 1000),
  });
}

export function takeCookie(request: FastifyRequest, reply: FastifyReply, device: string): void {
  const secure = isSecure(request);
  for (const name of cookieNames(device)) {
    if (request.cookies[name] !== undefined) reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'strict', secure });
  }
}
