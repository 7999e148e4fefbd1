// Whose rights the embedded database runs with: PostgreSQL refuses root, so root lends it another account.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userInfo } from 'node:os';
import { Trouble } from './trouble.ts';

export interface Account {
  readonly name: string;
  /** Undefined: ourselves, nothing to switch. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
}

interface Entry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts in order of liking; the first that this machine has is taken. */
const LIKED = ['postgres', 'nobody', 'daemon', 'bin'];

/**
 * Ourselves, unless we are root. Root takes the account that owns the database already, else `postgres`, else `nobody`.
 * @param pgdata folder of the database, which may not exist yet
 */
export function chooseAccount(pgdata: string): Account {
  if (process.getuid?.() !== 0) return { name: userInfo().username, ids: undefined };
  const known = readAccounts();
  const owner = existsSync(pgdata) ? statSync(pgdata).uid : 0;
  const chosen = known.find((one) => one.uid === owner && owner !== 0) ??
    LIKED.map((name) => known.find((one) => one.name === name)).find((one) => one !== undefined) ??
    known.find((one) => one.uid >= 1000);
  if (!chosen) throw new Trouble('The database must not run as root, and this machine has no other account. Add one (useradd nha-rong) and start again, as root or as that account.');
  const account: Account = { name: chosen.name, ids: { uid: chosen.uid, gid: chosen.gid } };
  const trial = spawnSync('/bin/sh', ['-c', 'exit 0'], account.ids);
  if (trial.error) throw new Trouble(`The database must not run as root, and this process may not switch to the account ${chosen.name} (${trial.error.message}). Start as an ordinary user.`);
  return account;
}

function readAccounts(): readonly Entry[] {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  return lines.map((line) => line.split(':')).filter((parts) => parts.length >= 7 && parts[2] !== '0')
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}

const asked = (account: Account, test: string, path: string): boolean =>
  spawnSync('/bin/sh', ['-c', test, 'sh', path], { ...account.ids, stdio: 'ignore', cwd: '/' }).status === 0;

/** Whether the account can run PostgreSQL from that home: tried, not worked out, because of ACLs and mounts. */
export const mayUse = (account: Account, home: string): boolean =>
  asked(account, 'test -r "$1" && test -x "$1"', join(home, 'bin', 'postgres')) && asked(account, 'test -r "$1"', join(home, 'share', 'postgresql', 'postgres.bki'));

/** Whether the account can get to the folder at all. */
export const mayReach = (account: Account, folder: string): boolean => asked(account, 'cd "$1"', folder);

/** First folder on the way to `folder` that the account cannot enter, for the sentence. */
export function firstClosed(account: Account, folder: string): string {
  const way: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    way.unshift(at);
    if (dirname(at) === at) break;
  }
  return way.find((at) => !mayReach(account, at)) ?? folder;
}
