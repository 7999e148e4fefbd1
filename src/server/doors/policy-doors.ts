// Every door of the server and for whom it opens: a line each, in the words of the policy table; a door without a line is not built.
import { mayUse } from '#commune/places/policy.ts';
import type { RowClass, Use } from '#commune/places/policy-table.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/**
 * anyone: no session is asked, `holds` says what the door gives away · setup: only while no commune stands · letterbox: the
 * device's own letterbox token, also when its session is gone · seat: a session. A seat's door then asks the table:
 * `says` the acts' lines · `reads` the rows' lines, of everything or of one class · `uses` a use's line (with `of`: of that
 * household, which the door itself looks up) · `own`: it reaches the person's own things only.
 */
export type Door =
  | { readonly for: 'anyone'; readonly holds: string }
  | { readonly for: 'setup' | 'letterbox' }
  | { readonly for: 'seat'; readonly asks: 'says' | 'own' }
  | { readonly for: 'seat'; readonly reads: RowClass | 'everything' }
  | { readonly for: 'seat'; readonly uses: Use; readonly of?: 'household' };

const uses = (use: Use): Door => ({ for: 'seat', uses: use });

export const DOORS = {
  'GET /': { for: 'anyone', holds: 'the app, which is the same for everybody' },
  'HEAD /': { for: 'anyone', holds: 'the app' },
  'GET /*': { for: 'anyone', holds: 'the app’s files' },
  'HEAD /*': { for: 'anyone', holds: 'the app’s files' },
  'GET /api/health': { for: 'anyone', holds: 'that the server answers' },
  'HEAD /api/health': { for: 'anyone', holds: 'that the server answers' },
  'GET /api/units': { for: 'anyone', holds: 'the state’s list of communes' },
  'GET /cong-khai': { for: 'anyone', holds: 'the public board: numbers of five households and more' },
  'GET /cong-khai/bang.css': { for: 'anyone', holds: 'the board’s style' },
  'GET /cong-khai/:commune': { for: 'anyone', holds: 'the public board' },
  'GET /cong-khai/:commune/:village': { for: 'anyone', holds: 'the public board' },
  'GET /api/setup': { for: 'anyone', holds: 'names of the communes kept here' },
  'GET /api/setup/progress': { for: 'anyone', holds: 'how far the sample is' },
  'POST /api/setup/found': { for: 'setup' },
  'POST /api/setup/sample': { for: 'setup' },
  'POST /api/sign-in': { for: 'anyone', holds: 'a session, for a secret' },
  'POST /api/letterbox': { for: 'letterbox' },
  // A phone that was shut out asks it too: the door itself ends a session where there is one.
  'POST /api/sign-out': { for: 'anyone', holds: 'nothing: it ends the asker’s session, and clears the asker’s browser' },

  'POST /api/me/password': { for: 'seat', asks: 'own' },
  'GET /api/me/devices': { for: 'seat', asks: 'own' },
  'POST /api/me/devices/:device/revoke': { for: 'seat', asks: 'own' },
  'POST /api/acts': { for: 'seat', asks: 'says' },
  'GET /api/rows': { for: 'seat', reads: 'everything' },
  'PUT /api/clips/:hash': { for: 'seat', reads: 'visit' },
  'PATCH /api/clips/:hash': { for: 'seat', reads: 'visit' },
  'HEAD /api/clips/:hash': { for: 'seat', reads: 'visit' },
  'GET /api/clips/:hash': { for: 'seat', reads: 'visit' },
  'GET /api/looked/:household': { for: 'seat', uses: 'looked.read', of: 'household' },

  'POST /api/office/slips': uses('slip.give'),
  'GET /api/office/logins/:person': uses('slip.give'),
  'POST /api/office/cards': uses('card.give'),
  'GET /api/office/devices': uses('phone.list'),
  'POST /api/office/devices/:device/revoke': uses('phone.revoke'),
  'POST /api/office/devices/:device/restore': uses('phone.revoke'),
  'POST /api/office/import': uses('sheet.import'),
  'POST /api/office/import/:id/check': uses('sheet.import'),
  'POST /api/office/import/:id/take': uses('sheet.import'),
  'POST /api/office/import/:id/drop': uses('sheet.import'),
  'POST /api/office/export': uses('sheet.export'),
  'GET /api/office/tray': uses('tray.read'),
  'GET /api/office/tray/count': uses('tray.read'),
  'POST /api/office/tray/book': uses('tray.settle'),
  'POST /api/office/tray/aside': uses('tray.settle'),
  'POST /api/office/tray/back': uses('tray.settle'),
  'GET /api/office/audit': uses('audit.read'),
  'GET /api/office/retention': uses('retention.read'),
  'GET /api/office/backups': uses('backup.read'),
  'POST /api/office/backups/sheet': uses('backup.sheet'),
} as const satisfies Readonly<Record<string, Door>>;
export type DoorName = keyof typeof DOORS;

/** The line of a door; undefined for an address that leads nowhere. */
export const doorAt = (method: string, url: string): Door | undefined => (DOORS as Readonly<Record<string, Door>>)[`${method} ${url}`];

/**
 * Refuses to build a door that has no line, and asks at every door with one, before a byte of the body is read, for the
 * session and for the use the line names. That no post opens it is said (403): the door is in the protocol for everyone
 * to read, the answer is the same whatever the request names, and a person whose post has ended must know why.
 */
export function keepDoors(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (!doorAt(one, url)) throw new Error(`The door ${one} ${url} has no line in src/server/doors/policy-doors.ts: write there for whom it opens.`);
    }
  });
  app.addHook('onRequest', async (request) => await ask(request));
}

async function ask(request: FastifyRequest): Promise<void> {
  const door = doorAt(request.method, request.routeOptions.url ?? '');
  if (door?.for !== 'seat') return;
  const { row, today } = await request.seat();
  if ('uses' in door && door.of === undefined && !mayUse(row, door.uses, today)) throw new Problem(403, 'post.officer-needed');
}
