// Every door, knocked at by everybody and by nobody: with a session, without, with somebody else's, revoked; about things that are there and things that are not.
import { createHash } from 'node:crypto';
import { lets, READS, SAYS, USES, type Line } from '#commune/places/policy-table.ts';
import { DOORS, type Door, type DoorName } from '#server/doors/policy-doors.ts';
import { sql } from 'kysely';
import { grantsOf } from '#commune/places/policy.ts';
import type { Cell } from './cell.ts';
import { COMMUNE } from './ground.ts';
import { ACTORS, HERE, personOf, standTo, type Actor, type Place } from './people.ts';
import { deviceOf, type Answer, type Ask, type Stage } from './stage.ts';

/** A recording of h1, that `openClip` puts there: what a browser's recording begins with, and noise. */
const SOUND = Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, ...Array.from({ length: 60 }, (_, i) => (i * 37) % 251)]);
export const CLIP = createHash('sha256').update(SOUND).digest('hex');
const NO_CLIP = 'e'.repeat(64);

interface Knock {
  /** About something that is there. */
  readonly there: Ask;
  /** The same about something that is not there; left out: the door names nothing. */
  readonly absent?: Ask;
}

const get = (path: string): Ask => ({ method: 'GET', path });
const post = (path: string, json: unknown = {}): Ask => ({ method: 'POST', path, json });
const clip = (method: string, more: Partial<Ask> = {}) => (hash: string): Ask => ({ method, path: `/api/clips/${hash}`, ...more });
const headers = (household: string) => ({ 'x-household': household, 'content-type': 'audio/webm', 'x-size': String(SOUND.length) });
const letter = { device: 'abcdefgh', hash: 'a'.repeat(64), turn: 1 };

/** How each door is knocked at. A door without a line here does not compile. */
const KNOCKS: Readonly<Record<DoorName, (day: string) => Knock>> = {
  'GET /': () => ({ there: get('/') }),
  'HEAD /': () => ({ there: { method: 'HEAD', path: '/' } }),
  'GET /*': () => ({ there: get('/no-such-file.js') }),
  'HEAD /*': () => ({ there: { method: 'HEAD', path: '/no-such-file.js' } }),
  'GET /api/health': () => ({ there: get('/api/health') }),
  'HEAD /api/health': () => ({ there: { method: 'HEAD', path: '/api/health' } }),
  'GET /api/units': () => ({ there: get('/api/units') }),
  'GET /cong-khai': () => ({ there: get('/cong-khai') }),
  'GET /cong-khai/bang.css': () => ({ there: get('/cong-khai/bang.css') }),
  'GET /cong-khai/:commune': () => ({ there: get(`/cong-khai/${COMMUNE}`) }),
  'GET /cong-khai/:commune/:village': () => ({ there: get(`/cong-khai/${COMMUNE}/v1`) }),
  'GET /api/setup': () => ({ there: get('/api/setup') }),
  'GET /api/setup/progress': () => ({ there: get('/api/setup/progress') }),
  'POST /api/setup/found': () => ({
    there: post('/api/setup/found', { commune: '23512', villages: [{ name: 'Thôn' }], officer: { name: 'Kẻ Lạ', login: 'kela', password: 'lúa chín vàng đồng' } }),
  }),
  'POST /api/setup/sample': () => ({ there: post('/api/setup/sample') }),
  'POST /api/sign-in': () => ({ there: post('/api/sign-in', { login: 7 }) }),
  'POST /api/letterbox': () => ({ there: post('/api/letterbox', { letters: [] }) }),
  'POST /api/sign-out': () => ({ there: post('/api/sign-out', { wipe: true }) }),
  'POST /api/me/password': () => ({ there: post('/api/me/password', { old: 7 }) }),
  'GET /api/me/devices': () => ({ there: get('/api/me/devices') }),
  'POST /api/me/devices/:device/revoke': () => ({ there: post(`/api/me/devices/${deviceOf(COMMUNE, 500)}/revoke`), absent: post('/api/me/devices/zzzzzzzz/revoke') }),
  'POST /api/acts': () => ({ there: post('/api/acts', { acts: [], cursor: null, withheld: [], build: 'cells', echo: true }) }),
  'GET /api/rows': () => ({ there: get('/api/rows') }),
  'PUT /api/clips/:hash': () => ({ there: clip('PUT', { headers: headers('h1') })(CLIP), absent: clip('PUT', { headers: headers('h0') })(CLIP) }),
  'PATCH /api/clips/:hash': () => {
    const patch = clip('PATCH', { headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(SOUND.length) } });
    return { there: patch(CLIP), absent: patch(NO_CLIP) };
  },
  'HEAD /api/clips/:hash': () => ({ there: clip('HEAD')(CLIP), absent: clip('HEAD')(NO_CLIP) }),
  'GET /api/clips/:hash': () => ({ there: clip('GET')(CLIP), absent: clip('GET')(NO_CLIP) }),
  'GET /api/looked/:household': () => ({ there: get('/api/looked/h1'), absent: get('/api/looked/h0') }),
  'POST /api/office/slips': () => ({ there: post('/api/office/slips', { person: 'spare', login: 'spare' }), absent: post('/api/office/slips', { person: 'nobody0', login: 'nobody0' }) }),
  'GET /api/office/logins/:person': () => ({ there: get('/api/office/logins/spare'), absent: get('/api/office/logins/nobody0') }),
  'POST /api/office/cards': () => ({ there: post('/api/office/cards', { households: ['h1'] }), absent: post('/api/office/cards', { households: ['h0'] }) }),
  'GET /api/office/devices': () => ({ there: get('/api/office/devices') }),
  'POST /api/office/devices/:device/revoke': () => ({ there: post(`/api/office/devices/${deviceOf(COMMUNE, 500)}/revoke`), absent: post('/api/office/devices/zzzzzzzz/revoke') }),
  'POST /api/office/devices/:device/restore': () => ({ there: post(`/api/office/devices/${deviceOf(COMMUNE, 500)}/restore`), absent: post('/api/office/devices/zzzzzzzz/restore') }),
  'POST /api/office/import': () => ({ there: { method: 'POST', path: '/api/office/import', body: new TextEncoder().encode('no;head\n1;A'), headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'a.csv' } } }),
  'POST /api/office/import/:id/check': () => ({ there: post('/api/office/import/nothing/check', { parts: [] }) }),
  'POST /api/office/import/:id/take': () => ({ there: post('/api/office/import/nothing/take', { digest: 'x' }) }),
  'POST /api/office/import/:id/drop': () => ({ there: post('/api/office/import/nothing/drop') }),
  'POST /api/office/export': () => ({ there: post('/api/office/export', { format: 'csv', why: 'paper', village: 'v1' }), absent: post('/api/office/export', { format: 'csv', why: 'paper', village: 'v0' }) }),
  'GET /api/office/tray': () => ({ there: get('/api/office/tray') }),
  'GET /api/office/tray/count': () => ({ there: get('/api/office/tray/count') }),
  'POST /api/office/tray/book': () => ({ there: post('/api/office/tray/book', letter) }),
  'POST /api/office/tray/aside': () => ({ there: post('/api/office/tray/aside', { ...letter, reason: 'x' }) }),
  'POST /api/office/tray/back': () => ({ there: post('/api/office/tray/back', letter) }),
  'GET /api/office/audit': (day) => ({ there: get(`/api/office/audit?day=${day}`) }),
  'GET /api/office/retention': () => ({ there: get('/api/office/retention') }),
  'GET /api/office/backups': () => ({ there: get('/api/office/backups') }),
  'POST /api/office/backups/sheet': () => ({ there: post('/api/office/backups/sheet', { password: 7 }) }),
};
export const DOOR_NAMES = Object.keys(DOORS) as readonly DoorName[];

/** Puts the recording of h1 there, as an officer's phone does. */
export async function openClip(stage: Stage): Promise<void> {
  const seat = stage.seatOf(ACTORS[0]!);
  await stage.ask({ method: 'PUT', path: `/api/clips/${CLIP}`, seat, headers: headers('h1') });
  const done = await stage.ask({ method: 'PATCH', path: `/api/clips/${CLIP}`, seat, body: SOUND, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
  if (done.status !== 201) throw new Error(`the recording was not taken: ${done.status} ${done.text}`);
  await stage.db.inCommune(COMMUNE, 'write', async (tx) => {
    await sql`insert into seat (commune_id, device, person, opened_at) values (${tx.commune}, ${deviceOf(COMMUNE, 500)}, 'spare', 1) on conflict do nothing`.execute(tx);
    await sql`insert into device (commune_id, device, person, desk, phone_name, made_at, seen_at, waiting) values (${tx.commune}, ${deviceOf(COMMUNE, 500)}, 'spare', false, 'x', 1, 1, 0) on conflict do nothing`.execute(tx);
  });
}

const WIDE: Place = { village: null, household: null };

/** Whether the door opens to them, by its line and the table. */
function opensTo(door: Door, actor: Actor): boolean {
  if (door.for !== 'seat') return door.for === 'anyone';
  if ('asks' in door) return true;
  if ('reads' in door) return door.reads === 'everything' || (actor.standing !== 'abroad' && lets(READS[door.reads] as Line, [standTo(actor, HERE)]));
  // Of another commune, an officer is let into their own office: what they find there is their own.
  if (actor.standing === 'abroad') return door.of === undefined && lets(USES[door.uses] as Line, ['officer']);
  return lets(USES[door.uses] as Line, [standTo(actor, door.of === undefined ? WIDE : HERE)]);
}

/** Shut for who asks, and not for what was asked. */
const shut = ({ status, code }: Answer, head: boolean): boolean =>
  (status === 401 && (head || code === 'sign-in.needed' || code === 'session.revoked')) || (status === 403 && (head || code === 'post.officer-needed')) ||
  (status === 404 && (head || code === 'household.unknown' || code === 'clip.unknown'));

export function doorCells(): readonly Cell[] {
  return DOOR_NAMES.flatMap((name): readonly Cell[] => [
    ...ACTORS.map((actor): Cell => ({ way: 'http', name: `${name} ${actor.name}`, run: (stage) => knock(stage, name, actor) })),
    ...(['nobody', 'a token of nobody', 'another’s phone', 'the cookie of another commune'] as const).map((who): Cell => ({ way: 'http', name: `${name} ${who}`, run: (stage) => knockAs(stage, name, who) })),
  ]);
}

async function knock(stage: Stage, name: DoorName, actor: Actor): Promise<string | null> {
  const door: Door = DOORS[name];
  const { there, absent } = KNOCKS[name](stage.days.today);
  const seat = stage.seatOf(actor);
  const head = name.startsWith('HEAD');
  const answer = await stage.ask({ ...there, seat });
  if (name === 'POST /api/sign-out') await stage.signIn(actor, seat);
  if (answer.status >= 500) return `broke: ${answer.status} ${answer.text}`;
  if (door.for === 'setup') return answer.code === 'setup.done' ? null : `set-up was not shut: ${answer.status} ${answer.code}`;
  if (door.for === 'letterbox') return answer.code === 'letterbox.unknown' ? null : `a session opened the letterbox: ${answer.status} ${answer.code}`;
  if (door.for === 'anyone') return await sameForAll(stage, there, answer);
  if (opensTo(door, actor)) {
    // The officer of another commune finds nothing of ours, and is told what they would be of a thing that nobody has.
    if (actor.standing === 'abroad' && absent && 'uses' in door) return await sameAs(stage, absent, seat, answer);
    return shut(answer, head) && actor.standing !== 'abroad' ? `stays shut: ${answer.status} ${answer.code}` : null;
  }
  if (!shut(answer, head)) return `opened: ${answer.status} ${answer.code}`;
  return absent ? await sameAs(stage, absent, seat, answer) : null;
}

const bare = (text: string): string => text.replaceAll(/"(h1|h0|spare|nobody0|v1|v0)"/g, '"…"').replaceAll(/c[a-z]{2}ell[a-z]{2}|zzzzzzzz/g, '…');

/** Denied looks like absent. */
async function sameAs(stage: Stage, absent: Ask, seat: Ask['seat'], answer: Answer): Promise<string | null> {
  const other = await stage.ask({ ...absent, seat });
  return other.status === answer.status && bare(other.text) === bare(answer.text) ? null : `tells that it is there: ${answer.status} ${answer.text} and not ${other.status} ${other.text}`;
}

/** A public door knows nobody. */
async function sameForAll(stage: Stage, ask: Ask, answer: Answer): Promise<string | null> {
  const other = await stage.ask(ask);
  return other.status === answer.status && other.text === answer.text ? null : `answers otherwise to somebody signed in: ${answer.status}`;
}

async function knockAs(stage: Stage, name: DoorName, who: 'nobody' | 'a token of nobody' | 'another’s phone' | 'the cookie of another commune'): Promise<string | null> {
  const door: Door = DOORS[name];
  const [officer, head] = [stage.seatOf(ACTORS[0]!), stage.seatOf(ACTORS[1]!)];
  const abroad = stage.seatOf(ACTORS.find(({ standing }) => standing === 'abroad')!);
  const seat = {
    'nobody': undefined, 'a token of nobody': { device: officer.device, token: `${COMMUNE}.${'x'.repeat(43)}` },
    'another’s phone': { device: officer.device, token: head.token },
    'the cookie of another commune': { device: abroad.device, token: abroad.token.replace(/^\d+/, COMMUNE) },
  }[who];
  const answer = await stage.ask({ ...KNOCKS[name](stage.days.today).there, seat });
  if (answer.status >= 500) return `broke: ${answer.status} ${answer.text}`;
  const expected = door.for === 'seat' ? 401 : door.for === 'letterbox' ? 401 : null;
  if (door.for === 'setup') return answer.code === 'setup.done' ? null : `set-up was not shut: ${answer.status}`;
  if (expected === null) return answer.status === 401 || answer.status === 403 ? `is shut: ${answer.status}` : null;
  return answer.status === expected ? null : `opened to ${who}: ${answer.status} ${answer.code}`;
}

/** Tables behind each use; what a reader's transaction sees of them is nothing, be they an officer. */
const BEHIND: Readonly<Record<keyof typeof USES, readonly string[]>> = {
  'slip.give': ['slip', 'account'], 'card.give': ['card'], 'phone.list': ['device', 'seat'], 'phone.revoke': ['device', 'session'],
  'sheet.import': ['sheet_upload', 'sheet_mapping'], 'sheet.export': ['audit'], 'tray.read': ['tray'], 'tray.settle': ['tray'],
  'audit.read': ['audit'], 'looked.read': ['audit'], 'retention.read': ['act', 'act_apart', 'journal'],
  'backup.read': ['act'], 'backup.sheet': ['account'],
};

export function useCells(): readonly Cell[] {
  return (Object.keys(USES) as (keyof typeof USES)[]).flatMap((use) => ACTORS.map((actor): Cell => ({
    way: 'sql', name: `${use} ${actor.name}`,
    async run(stage) {
      const person = personOf(actor, stage.days);
      const reader = { commune: COMMUNE, device: stage.seatOf(actor).device, grants: person ? grantsOf(person, stage.days.today) : [] };
      for (const table of BEHIND[use]) {
        const { rows } = await stage.db.inScope(reader, 'read', (tx) => sql`select 1 from ${sql.table(table)} limit 1`.execute(tx));
        if (rows.length > 0) return `${table} is seen`;
      }
      return null;
    },
  })));
}

/** For the count of the report. */
export const linesOfTable = (): number => Object.keys(SAYS).length + Object.keys(READS).length + Object.keys(USES).length + DOOR_NAMES.length;
