// What the operator sets is understood or refused by name; what is not set has a sound value.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

describe('settings', () => {
  test('nothing set: port 8080 on the local network, data and backups in the working folder', () => {
    expect(readSettings({})).toEqual({
      port: 8080, host: '0.0.0.0', dataDir: resolve('data'), backupDir: resolve('backup'), backupDir2: undefined, pgDump: undefined, url: undefined, appUrl: undefined, origin: null, log: 'warn',
    });
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toEqual(readSettings({}));
  });

  test.each([
    [{ PORT: '80a' }, 'PORT=80a is not a port'], [{ PORT: '70000' }, 'PORT=70000 is not a port'], [{ PORT: '-1' }, 'is not a port'],
    [{ ORIGIN: 'nharong.vn' }, 'ORIGIN=nharong.vn is not an address'], [{ ORIGIN: 'https://a/b' }, 'is not an address'], [{ LOG: 'loud' }, 'LOG=loud'],
    [{ DATA_DIR: '/srv/a', BACKUP_DIR: '/srv/a/backup' }, 'lies inside DATA_DIR'], [{ DATA_DIR: '/srv/a', BACKUP_DIR: '/srv/a' }, 'lies inside DATA_DIR'],
    [{ BACKUP_DIR: '/srv/b', BACKUP_DIR_2: '/srv/b/usb' }, 'BACKUP_DIR_2 (/srv/b/usb) lies inside /srv/b'],
  ])('%o is refused with a sentence', (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence);
  });

  test('a folder that only begins alike is not inside', () => {
    expect(readSettings({ DATA_DIR: '/srv/a', BACKUP_DIR: '/srv/a-backup', ORIGIN: 'https://x.vn/' })).toMatchObject({ backupDir: '/srv/a-backup', origin: 'https://x.vn' });
  });
});
