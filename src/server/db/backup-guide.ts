// What lies beside the backups for whoever finds them: how they are made, and a program of one page that reads them.
import { readFileSync } from 'node:fs';

export const GUIDE_NAME = 'HOW-TO-READ.txt';
export const READER_NAME = 'read-backup.mjs';

/** Stands alone: it uses nothing of this program. */
export const READER = readFileSync(new URL('../../../docs/read-backup.mjs', import.meta.url), 'utf8');

export const GUIDE = `These are backups of Nhà Rông, the open book of a commune. One folder is one backup, named by its moment (UTC).
Đây là bản sao lưu của Nhà Rông. Mỗi thư mục là một bản, đặt tên theo thời điểm (giờ UTC). Muốn mở cần khoá in trên "Phiếu khôi phục".

TO PUT A BACKUP BACK into an empty data folder:   npm run admin -- restore <folder>     (it asks for the printed key)

TO READ IT WITHOUT THE PROGRAM, with Node.js:     node read-backup.mjs <folder> kept_row  (or act, or any other table; or clips)
Or with the tool "age" (age-encryption.org, in Debian: apt install age), whose passphrase is the printed key with its dashes:
                                                  age -d <folder>/kept_row.ndjson.gz.age | gunzip

WHAT IS IN A FOLDER
  manifest.json             what the backup holds: tables with their columns, how many rows, SHA-256 of every file before packing and sealing
  <table>.ndjson.gz.age     one JSON object a line. act: what was said; kept_row: what stands in the book; each row with its columns by name
  clips.ndjson.gz.age       photos and recordings: commune_id, subject (household), hash (SHA-256), bytes, name of the sealed file
  clips.names.gz            only the names of those sealed files
  server_keys.ndjson.gz.age keys of the server (files of DATA_DIR/keys), base64
  pg_dump.age               if it is there: the same database as PostgreSQL's own pg_dump writes it (format "custom")
Beside the folders
  clips/ab/<name>           the sealed photos and recordings
  keys/<moment>.keys.gz.age keys of the households, one JSON object a line: {"of": "<commune>/<household>", "key": base64, 32 bytes}
  letters/<moment>-….json   what phones handed in sealed and no two backups hold yet; only the server opens it, after a restore
  erased.ndjson             households whose data was erased by law: whoever restores must not bring it back
Backups in folders whose files do not end in .age are from before backups were sealed.

THE SEAL OF A FILE (age-encryption.org/v1 with a passphrase)
  Line 1 "age-encryption.org/v1"; line 2 "-> scrypt SALT N", SALT 16 bytes; line 3 32 bytes; line 4 "--- MAC". Bytes are base64 without "=".
  K1 = scrypt(passphrase, "age-encryption.org/v1/scrypt" + SALT, 2^N, r 8, p 1, 32 bytes).
  File key (16 bytes) = ChaCha20-Poly1305 opened with K1, nonce of 12 zero bytes, of line 3.
  MAC = HMAC-SHA256, key HKDF-SHA256(file key, no salt, "header"), over all of the header up to and with "---".
  After the line break of line 4: 16 bytes NONCE. K2 = HKDF-SHA256(file key, salt NONCE, "payload").
  Then pieces of 65,536 bytes, each with a tag of 16 bytes, ChaCha20-Poly1305 with K2; nonce of piece i (from 0): i as 11 bytes, highest
  first, then one byte 1 for the last piece and 0 for all others.
  What comes out is gzip (RFC 1952), but for photos and pg_dump.

THE SEAL OF A HOUSEHOLD, inside the tables act, act_apart, tray and kept_row
  Rows of one household stand in one line: {"commune_id": 23538, "subject": "<household>", "rows": [...], "sealed": "<base64>"}.
  sealed = 12 bytes nonce, then ChaCha20-Poly1305 with the household's key (tag of 16 bytes at the end), additional data
  "<table>|<commune_id>|<subject>". What comes out is deflate (RFC 1951, raw): a JSON list, for each of the rows a list with what its
  column "body" (in act_apart and tray "act") holds. A photo: sealed alike with additional data "clip|<commune_id>|<subject>|<hash>", not deflated.
  A household without a key was erased: nobody can read it any more, and that is meant.

The files hold personal data: keep them, and the printed key, where only the commune's officers get to them, and not in the same place.
`;
