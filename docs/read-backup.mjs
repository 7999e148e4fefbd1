// Reads a sealed backup of Nhà Rông without Nhà Rông: node read-backup.mjs <folder of one backup> <table | clips> (asks for the printed key).
import { createDecipheriv, hkdfSync, scryptSync } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { gunzipSync, inflateRawSync } from 'node:zlib';
const open = (key, nonce, sealed, about = '') => {
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(about), { plaintextLength: sealed.length - 16 }).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
};
const household = (key, about, sealed) => open(key, sealed.subarray(0, 12), sealed.subarray(12), about);
function unseal(file, key) {
  const all = readFileSync(file), end = all.indexOf('\n', all.indexOf('\n---') + 1);
  const [, , , salt, rounds, body] = all.subarray(0, end).toString().split(/\s/);
  const wrap = scryptSync(key, Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), Buffer.from(salt, 'base64')]), 32, { N: 2 ** rounds, r: 8, p: 1, maxmem: 2 ** 30 });
  const payload = Buffer.from(hkdfSync('sha256', open(wrap, Buffer.alloc(12), Buffer.from(body, 'base64')), all.subarray(end + 1, end + 17), 'payload', 32));
  const pieces = [];
  for (let at = end + 17, n = 0; at < all.length; at += 65552, n++) {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(n, 5, 6);
    nonce[11] = at + 65552 >= all.length ? 1 : 0;
    pieces.push(open(payload, nonce, all.subarray(at, at + 65552)));
  }
  return Buffer.concat(pieces);
}
const lines = (file, key) => gunzipSync(unseal(file, key)).toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
const [folder = '.', table = 'kept_row'] = process.argv.slice(2).map((one, i) => (i === 0 ? resolve(one) : one));
const asked = createInterface({ input: process.stdin, output: process.stderr });
const key = (await asked.question('Key as printed, with its dashes: ')).trim();
asked.close();
const beside = dirname(folder), keys = new Map();
for (const name of readdirSync(join(beside, 'keys')).filter((one) => /^[^.].*\.keys\.gz\.age$/.test(one))) for (const one of lines(join(beside, 'keys', name), key)) keys.set(one.of, Buffer.from(one.key, 'base64'));
for (const line of lines(join(folder, `${table}.ndjson.gz.age`), key)) {
  const { commune_id: commune, subject, rows, sealed, hash, name } = line, under = keys.get(`${commune}/${subject}`);
  if (table === 'clips') {
    const inner = unseal(join(beside, 'clips', name.slice(0, 2), name), key);
    mkdirSync('clips', { recursive: true });
    if (subject === null || under) writeFileSync(join('clips', hash), subject === null ? inner : household(under, `clip|${commune}|${subject}|${hash}`, inner));
  } else if (!sealed) console.log(JSON.stringify(line));
  else if (!under) for (const row of rows) console.log(JSON.stringify(row)); // erased: what was said is gone for ever
  else {
    const hidden = JSON.parse(inflateRawSync(household(under, `${table}|${commune}|${subject}`, Buffer.from(sealed, 'base64'))).toString());
    const column = table === 'act_apart' || table === 'tray' ? 'act' : 'body';
    rows.forEach((row, i) => console.log(JSON.stringify({ ...row, [column]: hidden[i][0] })));
  }
}
