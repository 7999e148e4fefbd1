// A PostgreSQL that others run, named by DATABASE_URL: the app's own role is made there, or the SQL to make it is told.
import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { ClientConfig } from 'pg';
import { Trouble } from './trouble.ts';

/** How to come in: as the owner of the tables (migrations only), and as the app, which row security holds. */
export interface Entrance {
  readonly owner: ClientConfig;
  readonly app: ClientConfig;
  readonly about: string;
}

const ROLE = 'nha_rong_app';
const OLDEST = 150_000;

/**
 * Checks version and rights of the database at `url` and makes sure the app role can sign in.
 * The app role's password is derived from the owner's, so that nothing has to be kept; `appUrl` overrides.
 * @throws Trouble with the SQL an admin must run, where the given user may not do it.
 */
export async function external(url: string, appUrl?: string): Promise<Entrance> {
  const place = parse(url, 'DATABASE_URL');
  const owner: ClientConfig = { connectionString: url, connectionTimeoutMillis: 10_000 };
  const client = new pg.Client(owner);
  await reach(client, place);
  try {
    await checkVersion(client);
    const password = derived(place.password || (place.searchParams.get('password') ?? ''));
    const app: ClientConfig = { connectionString: appUrl ?? withUser(place, password), connectionTimeoutMillis: 10_000 };
    if (!(await roleStands(client)) || (!appUrl && !(await opens(app)))) await makeRole(client, password);
    await grantDoor(client);
    await checkRole(client);
    if (!(await opens(app))) throw new Trouble(cannotSignIn(appUrl !== undefined));
    return { owner, app, about: `PostgreSQL at ${place.host || 'its socket'}${place.pathname}` };
  } finally {
    await client.end();
  }
}

function parse(url: string, name: string): URL {
  try {
    const place = new URL(url);
    if (place.protocol === 'postgres:' || place.protocol === 'postgresql:') return place;
  } catch {
    // Told below in one sentence.
  }
  throw new Trouble(`${name} is not an address like postgres://user:password@host:5432/database.`);
}

function withUser(place: URL, password: string): string {
  const app = new URL(place);
  // An address without a host (`postgres:///db?host=/run/postgresql&user=…`) carries its user among the parameters.
  if (app.host === '' || app.searchParams.has('user')) {
    app.searchParams.set('user', ROLE);
    app.searchParams.set('password', password);
  } else {
    app.username = ROLE;
    app.password = password;
  }
  return app.href;
}

const derived = (ownersPassword: string): string =>
  createHmac('sha256', `nha-rong ${ownersPassword}`).update(ROLE).digest('base64url');

async function reach(client: pg.Client, place: URL): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    throw new Trouble(`The database of DATABASE_URL (${place.host || 'local socket'}${place.pathname}) does not answer: ${(error as Error).message || (error as { code?: string }).code}. Check that it runs and that address, user and password are right.`, { cause: error });
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: string; v: string }>(`select current_setting('server_version_num') n, current_setting('server_version') v`);
  if (Number(rows[0]!.n) < OLDEST) throw new Trouble(`The database of DATABASE_URL is PostgreSQL ${rows[0]!.v}; 15 or newer is needed.`);
}

async function roleStands(client: pg.Client): Promise<boolean> {
  return (await client.query('select 1 from pg_roles where rolname = $1', [ROLE])).rowCount === 1;
}

async function opens(app: ClientConfig): Promise<boolean> {
  const client = new pg.Client(app);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function makeRole(client: pg.Client, password: string): Promise<void> {
  const verb = (await roleStands(client)) ? 'alter' : 'create';
  try {
    // CREATE ROLE takes no parameters; the password is base64url of our own making.
    await client.query(`${verb} role ${ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}'`);
  } catch (error) {
    // Two servers starting at once both try; the other has made it.
    if (verb === 'create' && (await roleStands(client))) return;
    throw new Trouble(`The user of DATABASE_URL may not make the role the app works as. An administrator of that database must run once:\n  CREATE ROLE ${ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'a long secret';\n  GRANT CONNECT ON DATABASE … TO ${ROLE};\n  GRANT USAGE ON SCHEMA public TO ${ROLE};\nThen start with DATABASE_APP_URL=postgres://${ROLE}:the-secret@host:5432/database beside DATABASE_URL. (${(error as Error).message})`, { cause: error });
  }
}

async function grantDoor(client: pg.Client): Promise<void> {
  const name = (await client.query<{ name: string }>('select quote_ident(current_database()) name')).rows[0]!.name;
  // Where the user may not grant, the grants of PUBLIC or of an administrator serve, and `opens` finds out.
  await client.query(`grant connect on database ${name} to ${ROLE}`).catch(() => undefined);
  await client.query(`grant usage on schema public to ${ROLE}`).catch(() => undefined);
}

async function checkRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ bad: boolean }>('select rolsuper or rolbypassrls bad from pg_roles where rolname = $1', [ROLE]);
  if (rows[0]?.bad) throw new Trouble(`The role ${ROLE} must not be a superuser or bypass row security, or communes would see one another. Run: ALTER ROLE ${ROLE} NOSUPERUSER NOBYPASSRLS;`);
}

const cannotSignIn = (given: boolean): string => given
  ? 'DATABASE_APP_URL does not open the database. Check its password and that pg_hba.conf lets the role in.'
  : `The role ${ROLE} exists but cannot sign in to the database with the password derived from DATABASE_URL. Let it in (pg_hba.conf), or give DATABASE_APP_URL=postgres://${ROLE}:password@host:5432/database.`;
