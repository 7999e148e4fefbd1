// Where everything of the register stands; what is stored and not named here, or named and not stored, fails a test.
import { ACT_PLACES } from './places-acts.ts';
import { ROW_PLACES } from './places-rows.ts';
import { TABLE_PLACES } from './places-tables.ts';

/** Place → entry of the register → the field paths that hold it, a blank between. */
type Places = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Files beside the database and the phones' stores. */
const FILE_PLACES: Places = {
  'file clips': { clips: 'DATA_DIR/clips' },
  'file keys': { machine: 'DATA_DIR/keys' },
  'file backups': { backup: 'BACKUP_DIR', key: 'BACKUP_DIR/keys', erased: 'BACKUP_DIR/erased.ndjson' },
};

/** Places: `act visit.record`, `row household`, `table account`, `phone outbox`, `browser …`, `log access`, `file …`. */
export const PLACES: Places = { ...ACT_PLACES, ...ROW_PLACES, ...TABLE_PLACES, ...FILE_PLACES };
