// How a door says no: every failure becomes one form of answer, and only the unexpected ones reach the log.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { TooManyChecks } from '../secrets.ts';
import { ALWAYS } from './guard.ts';
import { Problem, problemBody } from './problem.ts';
import { words, type ProblemCode } from './problem-words.ts';

/** Seconds after which a busy or full server may be asked again. */
const BUSY_S = 5;
const FULL_S = 600;

export function answers(app: FastifyInstance): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => await say(problemOf(error, request), request, reply));
  app.setNotFoundHandler(async (request, reply) => await say(new Problem(404, 'request.not-found'), request, reply));
}

/** An address that cannot even be read reaches no door and no hook; it is answered in the same words. */
export function outsideDoors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void say(problemOf(error, request), request, reply.headers(ALWAYS));
}

const RAW: Readonly<Record<string, readonly [number, string, ProblemCode]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'request.too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'request.too-slow'],
};

/** What is no HTTP, or came too slowly: no request stands behind it, so the answer is written by hand and the line closed. */
export function brokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, name, code] = RAW[error.code ?? ''] ?? [400, 'Bad Request', 'request.malformed'];
  const params = { what: 'HTTP' };
  const body = JSON.stringify(problemBody(code, params, words(code, params)));
  const headers = { ...ALWAYS, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', connection: 'close' };
  socket.end(`HTTP/1.1 ${status} ${name}\r\n${Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n${body}`);
}

/** Pages get a sentence to read, programs the code. */
async function say(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(problem.status);
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  if (request.url.startsWith('/api/')) return reply.send(problemBody(problem.code, problem.params, problem.message));
  return reply.type('text/plain; charset=utf-8').send(`${problem.message}\n`);
}

const BY_CODE: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem(413, 'request.too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem(415, 'request.type'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem(400, 'request.malformed', { what: 'body' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Problem(400, 'request.malformed', { what: 'Content-Length' }),
  ENOSPC: () => new Problem(503, 'server.full', {}, FULL_S),
  // PostgreSQL: disk full; too many connections, shutting down.
  '53100': () => new Problem(503, 'server.full', {}, FULL_S),
  '53300': () => new Problem(503, 'server.busy', { seconds: BUSY_S }, BUSY_S),
  '57P01': () => new Problem(503, 'server.busy', { seconds: BUSY_S }, BUSY_S),
  ECONNREFUSED: () => new Problem(503, 'server.busy', { seconds: BUSY_S }, BUSY_S),
};

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TooManyChecks) return new Problem(503, 'server.busy', { seconds: BUSY_S }, BUSY_S);
  // The road broke amid the request: nobody is there to read the answer, and nothing is wrong here.
  if (request.raw.destroyed && !request.raw.complete) return new Problem(400, 'request.malformed', { what: 'cut off' });
  const known = BY_CODE[error.code];
  if (known) {
    const problem = known();
    if (problem.status >= 500) request.log.error({ fault: faultOf(error) }, 'server in trouble');
    return problem;
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Problem(status, 'request.malformed', { what: error.code ?? 'HTTP' });
  request.log.error({ fault: faultOf(error) }, 'a door failed');
  return new Problem(500, 'server.trouble');
}

/** Where it happened, never what was being written: messages of the database quote people's data. */
function faultOf(error: Error & { readonly code?: string; readonly severity?: string }) {
  const at = (error.stack ?? '').split('\n').filter((frame) => frame.startsWith('    at ')).slice(0, 12).map((frame) => frame.trim());
  return { name: error.name, code: error.code, message: error.severity === undefined ? error.message : undefined, at };
}
