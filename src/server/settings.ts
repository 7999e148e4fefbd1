// What the person who runs the server may set, all of it by environment variables, and what stands where nothing is set.
import { resolve } from 'node:path';
import { Trouble } from './db/trouble.ts';

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly backupDir: string;
  /** A further place for the backups, on a disk that may be away for days. */
  readonly backupDir2: string | undefined;
  /** Name or path of pg_dump, for a further dump of an outside database; undefined: none is made. */
  readonly pgDump: string | undefined;
  readonly url: string | undefined;
  readonly appUrl: string | undefined;
  /** Address under which phones reach the server, for slips and cards; null: as the officer's browser does. */
  readonly origin: string | null;
  readonly log: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The table of `npm run admin -- help` and of the README. */
export const SETTINGS_HELP = `Settings (environment variables):
  PORT              port of the server (8080)
  HOST              address it listens on (0.0.0.0: the whole local network; 127.0.0.1: this machine only)
  DATA_DIR          folder of the database and the photos (./data)
  BACKUP_DIR        folder of the backups, better on another disk (./backup)
  BACKUP_DIR_2      a further place, as on a USB disk that is there now and then: it is brought up to date whenever it is
  ORIGIN            address phones use, printed on slips and cards, e.g. https://nharong.example.vn
  DATABASE_URL      postgres://… of a PostgreSQL 15 or newer, instead of the built-in one
  DATABASE_APP_URL  the same database as role nha_rong_app, where its password is not ours to set
  PG_DUMP           pg_dump, or its path: lays its dump of DATABASE_URL beside every day's backup, sealed alike
  LOG               debug, info, warn (usual) or silent`;

/** @throws Trouble naming the setting that cannot be understood. */
export function readSettings(env: Environment): Settings {
  const said = (name: string): string | undefined => env[name]?.trim() || undefined;
  const dataDir = resolve(said('DATA_DIR') ?? 'data');
  const backupDir = resolve(said('BACKUP_DIR') ?? 'backup');
  const backupDir2 = said('BACKUP_DIR_2') === undefined ? undefined : resolve(said('BACKUP_DIR_2')!);
  for (const other of [dataDir, backupDir]) if (backupDir2 && `${backupDir2}/`.startsWith(`${other}/`)) throw new Trouble(`BACKUP_DIR_2 (${backupDir2}) lies inside ${other}: whoever loses one loses both. Choose a folder on another disk.`);
  if (`${backupDir}/`.startsWith(`${dataDir}/`)) throw new Trouble(`BACKUP_DIR (${backupDir}) lies inside DATA_DIR: whoever loses one loses both. Choose a folder outside, best on another disk.`);
  return {
    port: portOf(said('PORT')), host: said('HOST') ?? '0.0.0.0', dataDir, backupDir, backupDir2, pgDump: said('PG_DUMP'),
    url: said('DATABASE_URL'), appUrl: said('DATABASE_APP_URL'), origin: originOf(said('ORIGIN')), log: logOf(said('LOG')),
  };
}

function portOf(text = '8080'): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Trouble(`PORT=${text} is not a port: a whole number up to 65535.`);
  return port;
}

function originOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^https?:\/\/[^/\s]+\/?$/.test(text)) throw new Trouble(`ORIGIN=${text} is not an address like https://nharong.example.vn.`);
  return text.replace(/\/$/, '');
}

function logOf(text = 'warn'): string {
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(text)) throw new Trouble(`LOG=${text}: say debug, info, warn or silent.`);
  return text;
}
