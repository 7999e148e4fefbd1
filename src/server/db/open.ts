// The one door to the database: a transaction of one commune, locked and fenced, or of the house itself.
import { randomInt } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Grant } from '#commune/places/policy.ts';
import { migrate, pending, readMigrations, type Migration } from './migrate.ts';
import { external, type Entrance } from './external.ts';
import { grantsText } from './scope.ts';
import { startEngine, type Engine } from './supervise.ts';
import type { Tables } from './tables.ts';
import { Trouble } from './trouble.ts';
import { ourTypes } from './values.ts';

/** A running transaction. `commune` is the number of its commune, for `commune_id`; asking it in `inHouse` throws. */
export type Tx = Transaction<Tables> & { readonly commune: number };

export interface Db {
  /**
   * Runs `work` in one transaction on one commune. 'write' first takes the commune's lock (law J8), so nobody else
   * writes it meanwhile; 'read' sees one unchanging moment and cannot write; 'note' writes without the lock, and only
   * what has an order of its own (db/audit.ts) or needs none (when a phone was seen, a photo that came). Commits when `work` resolves.
   * @param commune code of the commune, digits only
   */
  inCommune<T>(commune: string, how: 'read' | 'write' | 'note', work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs `work` on behalf of a person: of all tables it sees the rows of their grants, the photos of a household that was
   * looked up (`openHousehold`) and what their own phone is sending; row security keeps it so, whatever a query forgets.
   */
  inScope<T>(reader: Reader, how: 'read' | 'write' | 'note', work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs `work` as the owner of the tables, outside of any transaction: what the app's own role must not be able to do. Only
   * db/empty.ts and db/scrub.ts ask.
   */
  asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T>;
  /** For what belongs to no commune: epoch, list of communes. Sees no commune's rows. */
  inHouse<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** Name of this database's life: another one after every restore. */
  readonly epoch: string;
  /** Begins a new life: every phone reads anew and says again what this database does not know. */
  renewEpoch(): Promise<void>;
  /** Resolves with a sentence if the database died under us; never otherwise. */
  readonly lost: Promise<string>;
  /** Where the rows are, for the backup's manifest and the log. */
  readonly about: string;
}

/** Who reads: what the policy gives them today, and the phone they hold. */
export interface Reader {
  readonly commune: string;
  readonly grants: readonly Grant[];
  readonly device: string;
}

export interface Where {
  /** Folder of the embedded database; made if missing. */
  readonly dataDir: string;
  /** postgres://… of a PostgreSQL 15 or newer to be used instead. */
  readonly url?: string | undefined;
  /** The same database as the app's own role, where it cannot be derived (peer, pooler). */
  readonly appUrl?: string | undefined;
  /** Told what is being done, a sentence each. */
  readonly say?: (sentence: string) => void;
  /** Use the embedded database beside a running server instead of refusing; its tables are then left as they are. */
  readonly join?: boolean | undefined;
  /** Last migration wanted; only the restore of an older backup asks. */
  readonly upTo?: string | undefined;
}

export const APP_ROLE = 'nha_rong_app';

/** First half of the advisory lock's key, the commune is the second: kept apart from other programs' locks. */
const COMMUNE_LOCK = 1_852_403;

/** Before every migration's name. */
const NOTHING = '';

/** Opens the database, starting the embedded one where no `url` is given, and brings its tables up to date. */
export async function openDb(where: Where): Promise<Db> {
  const say = where.say ?? (() => undefined);
  const engine = where.url ? undefined : await startEngine({ dataDir: where.dataDir, say, join: where.join });
  try {
    const entrance = engine ? embedded(engine) : await external(where.url!, where.appUrl);
    return await enter(entrance, { say, upTo: engine?.joined ? NOTHING : where.upTo, engine });
  } catch (error) {
    await engine?.stop();
    throw error;
  }
}

function embedded(engine: Engine): Entrance {
  return { owner: engine.owner, app: engine.app, about: `embedded PostgreSQL in ${engine.place}` };
}

interface Entering {
  readonly say: (sentence: string) => void;
  readonly upTo?: string | undefined;
  readonly engine?: Engine | undefined;
  readonly migrations?: readonly Migration[];
}

/** Migrates through the owner's entrance, then opens the app's pool. Tests come in here with databases of their own. */
export async function enter(entrance: Entrance, how: Entering): Promise<Db> {
  await prepare(entrance, how);
  const pool = new pg.Pool({
    ...entrance.app, types: ourTypes, max: 10, application_name: 'nha-rong', idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 15_000, statement_timeout: 120_000, idle_in_transaction_session_timeout: 120_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await refuseMighty(kysely).catch(async (error: unknown) => {
    await kysely.destroy();
    throw error;
  });
  let epoch = await readEpoch(kysely);
  let closing: Promise<void> | undefined;
  return {
    get epoch() {
      return epoch;
    },
    async renewEpoch() {
      const fresh = newEpoch();
      await kysely.updateTable('house').set({ value: fresh }).where('key', '=', 'epoch').execute();
      epoch = fresh;
    },
    about: entrance.about,
    lost: how.engine?.lost ?? new Promise<string>(() => undefined),
    inCommune: async (commune, mode, work) => await within(kysely, communeId(commune), mode, fenceOf, work),
    inScope: async (reader, mode, work) => await within(kysely, communeId(reader.commune), mode, (id) => scopeOf(id, reader), work),
    asOwner: (work) => asOwner(entrance, work),
    inHouse: (work) => kysely.transaction().execute((tx) => work(houseTx(tx))),
    close: () => closing ??= kysely.destroy().then(() => how.engine?.stop()),
  };
}

async function prepare(entrance: Entrance, how: Entering): Promise<void> {
  const owner = new pg.Client({ ...entrance.owner, types: ourTypes, application_name: 'nha-rong migrations' });
  await owner.connect();
  try {
    const applied = await migrate(owner, how.migrations ?? readMigrations(), how.upTo);
    if (how.engine?.joined && (await pending(owner)).length > 0) throw new Trouble('The server that runs is of an earlier version. Stop it and start it again with this one first.');
    if (applied.length > 0) how.say(`Tables brought up to date (${applied.length} changes).`);
  } finally {
    await owner.end();
  }
}

async function asOwner<T>(entrance: Entrance, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ ...entrance.owner, types: ourTypes, application_name: 'nha-rong cleaning' });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** Row security holds nobody who is above it: not a superuser, nor the owner of the tables, nor who may become one of them. */
async function refuseMighty(kysely: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string; mighty: boolean }>`select current_user "name", exists (select from pg_roles r
    where pg_has_role(current_user, r.oid, 'member') and (r.rolsuper or r.rolbypassrls or exists (
      select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')))) "mighty"`.execute(kysely);
  const { name, mighty } = rows[0]!;
  if (mighty) throw new Trouble(`The role ${name} is, or may become, a superuser or the owner of the tables: row security would hold it from nothing, and people would see what is not theirs. Let the app sign in as ${APP_ROLE} (DATABASE_APP_URL), a role without such rights.`);
}

async function readEpoch(kysely: Kysely<Tables>): Promise<string> {
  await kysely.insertInto('house').values({ key: 'epoch', value: newEpoch() }).onConflict((c) => c.doNothing()).execute();
  return (await kysely.selectFrom('house').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()).value;
}

/** Eight letters that cannot be mistaken for one another. */
export function newEpoch(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** The commune's number for `commune_id`, from its code. Throws on anything but 1 to 9 digits. */
export function communeId(commune: string): number {
  if (!/^\d{1,9}$/.test(commune)) throw new Trouble(`'${commune}' is no commune code.`);
  return Number(commune);
}

type How = 'read' | 'write' | 'note';

async function within<T>(kysely: Kysely<Tables>, id: number, how: How, fence: (id: number) => string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const start = kysely.transaction().setIsolationLevel(how === 'read' ? 'repeatable read' : 'read committed');
  return await start.setAccessMode(how === 'read' ? 'read only' : 'read write').execute(async (tx) => {
    // The lock comes before anything is read.
    const lock = how === 'write' ? `; select pg_advisory_xact_lock(${COMMUNE_LOCK}, ${id})` : '';
    await sql.raw(`${fence(id)}${lock}`).execute(tx);
    return await work(Object.defineProperty(tx, 'commune', { value: id }) as Tx);
  });
}

/** SET takes no parameters: what is put between the quotes is checked to be what it should. The citus line lets shards see the settings, and is a mere placeholder elsewhere. */
const SHARDS = `set local citus.propagate_set_commands = 'local'`;

/** The server's own work in one commune: it decides, and sees all of it. */
function fenceOf(id: number): string {
  if (!Number.isSafeInteger(id) || id < 0) throw new RangeError(`${id} is no commune`);
  return `${SHARDS}; set local app.commune = '${id}'; set local app.book = '${id}'; set local app.grants = 'all'`;
}

/** Somebody's reading: without the server's own rights. */
function scopeOf(id: number, { grants, device }: Reader): string {
  if (!/^[\w.-]{1,60}$/.test(device)) throw new RangeError(`'${device}' is no device`);
  return `${SHARDS}; set local app.commune = ''; set local app.book = '${id}'; set local app.grants = '${grantsText(grants)}'; set local app.device = '${device}'; set local app.household = ''`;
}

/** Fences a house transaction to one commune after another; only the backup and its restore do this. */
export async function fence(tx: Tx, id: number): Promise<void> {
  await sql.raw(fenceOf(id)).execute(tx);
}

function houseTx(tx: Transaction<Tables>): Tx {
  return Object.defineProperty(tx, 'commune', {
    get(): never {
      throw new Error('This transaction belongs to the house, not to a commune: use inCommune.');
    },
  }) as Tx;
}
