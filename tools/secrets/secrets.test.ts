// No secret lies in the repository or in what is sent to browsers; what the server keeps beside its data is closed to other accounts.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit } from '../../src/server/jobs/watch-audit.ts';
import { makeBackup } from '../../src/server/db/backup.ts';
import { isTest } from '../tidy/rules.ts';
import { readSources } from '../tidy/sources.ts';
import { COMMUNE, found, openRig, register, type Rig } from '../../test/rig.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How secrets look. Each is joined of halves, so that this file does not find itself. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['a private key', new RegExp(`-----BEGIN (?:[A-Z]+ )?PRIVATE ${'KEY'}-----\\s*[A-Za-z0-9+/=]{20}`)],
  ['a key of a cloud', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of a code forge', /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat-[\w-]{20}\b|\bnpm_[A-Za-z0-9]{36}\b/],
  ['a token of a chat', /\bxox[abprs]-[\w-]{10,}/],
  ['a signed web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/],
  ['a password in an address', /\b(?:postgres(?:ql)?|mysql|redis|https?):\/\/[^\s:/@"'`$<>{}…]+:[^\s:/@"'`$<>{}…]+@[\w.-]+/],
  ['a password in the text', /\b(?:password|passwd|secret|api_?key|access_?token)\s*[:=]\s*["'`][A-Za-z0-9+/_-]{16,}["'`]/i],
  ['a session of ours', /\b\d{5}\.(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}\b/],
  ['an argon2 digest', /\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{16,}\$[A-Za-z0-9+/]{20,}/],
];

const secretsIn = (text: string): readonly string[] => SECRETS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);

/** One of each, put together here, to see that the patterns see. */
const PLANTED: Readonly<Record<string, string>> = {
  'a private key': `-----BEGIN EC PRIVATE ${'KEY'}-----\nMHcCAQEEIBr1hF7vVZ0a9Q2l`, 'a key of a cloud': `AK${'IA'}ABCDEFGHIJKLMNOP`, 'a token of a code forge': `gh${'p_'}${'a1B2'.repeat(9)}`,
  'a token of a chat': `xo${'xb'}-123456789012-abcdef`, 'a signed web token': `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0NTY3ODkw.dBjftJeZ4CVPmB92K27uhbUJU1p1r`,
  'a password in an address': `postgres://nha_rong:${'hunter2hunter2'}@db.example/x`, 'a password in the text': `api_key = "${'abcdefgh12345678'}"`,
  'a session of ours': `23538.${'gVOkm5oyF65tA5uLC0U5oMsxC4ACyft'}${'qskNsSY2sfP8'}`, 'an argon2 digest': `$argon2id$v=19$m=19456,t=2,p=1$${'c2FsdHNhbHRzYWx0c2E'}$${'aGFzaGhhc2hoYXNoaGFzaGhhc2g'}`,
};

/** Where something that looks like a secret stands on purpose, and why it is none. */
const NONE: Readonly<Record<string, string>> = {
  'docs/PROTOCOL.md': 'the token of a whole conversation with a server that is gone',
  'src/server/db/external.ts': 'an address as it is written in a sentence of help',
  'src/server/db/external.test.ts': 'addresses of databases that are not there',
  'tools/bench/serve.ts': 'the password of the commune that benchmarks make and throw away',
};

describe('secrets', () => {
  it.each(Object.entries(PLANTED))('%s would be seen', (name, text) => expect(secretsIn(text)).toContain(name));

  it('no file under version control holds one', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((file) => file !== '' && existsSync(join(root, file)) && !/\.(webp|png|woff2?|xlsx?|wav|m4a|ogg)$/.test(file));
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap((file) => secretsIn(readFileSync(join(root, file), 'utf8')).map((name) => `${file}: ${name}`));
    expect(found.filter((one) => !(Object.hasOwn(NONE, one.split(':')[0]!)))).toEqual([]);
    for (const file of Object.keys(NONE)) expect(found.map((one) => one.split(':')[0]), 'no longer needed').toContain(file);
    expect(files.filter((file) => /(^|\/)(\.env|id_rsa|id_ed25519|.*\.(pem|key|p12|pfx))$/.test(file))).toEqual([]);
  });

  it('what browsers get holds none, no map of the sources and nothing of the server', () => {
    const dist = join(root, 'dist', 'phone');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(dist, file)).isFile());
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    for (const file of files.filter((one) => /\.(js|css|html|json|webmanifest)$/.test(one))) {
      const text = readFileSync(join(dist, file), 'utf8');
      expect(secretsIn(text), file).toEqual([]);
      expect(text.match(/DATABASE_URL|nha_rong_app|pg_advisory|argon2|sourceMappingURL|\beval\(|new Function\(/g) ?? [], file).toEqual([]);
    }
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(page.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style="|https?:\/\/(?!www\.w3\.org)/g) ?? []).toEqual([]);
  });

  it('V3.2.2 nothing of ours writes markup from text, or runs a text', () => {
    const sinks = /\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|dangerouslySetInnerHTML|\beval\(|new Function\(|setTimeout\(\s*['"`]|\bsrcdoc\b|javascript:/;
    const breaches = readSources().filter(({ path }) => path.startsWith('src/') && !isTest(path)).flatMap(({ path, text }) => text.split('\n').flatMap((line, i) => (sinks.test(line) ? [`${path}:${i + 1}`] : [])));
    expect(breaches).toEqual([]);
    expect(sinks.test('box.innerHTML = words')).toBe(true);
  });
});

describe('what the server keeps', () => {
  let rig: Rig;
  let backupDir: string;
  beforeAll(async () => {
    rig = await openRig('embedded');
    backupDir = mkdtempSync(join(tmpdir(), 'nr-back-'));
  });
  afterAll(async () => {
    await rig.close();
    rmSync(backupDir, { recursive: true, force: true });
  });

  it('secrets, keys, photos, heads of the audit and backups are closed to other accounts of the machine', async () => {
    const officer = await found(rig);
    const household = await register(officer, '1');
    const jpeg = Buffer.from('ffd8ffdb004300' + '01'.repeat(64) + 'ffc0000b080008001001011100ffc4001400' + '00'.repeat(17) + 'ffda0008010100003f0001020304ffd9', 'hex');
    await officer.sendClip(household, 'image/jpeg', jpeg).catch(() => undefined);
    await checkAudit(rig.fresh.db, rig.dataDir, COMMUNE);
    await makeBackup(rig.fresh.db, { dataDir: rig.dataDir, backupDir, now: Date.now() });
    const open: string[] = [];
    let seen = 0;
    for (const folder of [rig.dataDir, backupDir]) {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        seen += 1;
        if (entry.isFile() && (statSync(path).mode & 0o077) !== 0) open.push(`${path} ${(statSync(path).mode & 0o777).toString(8)}`);
        if (entry.isDirectory() && (statSync(path).mode & 0o077) !== 0) open.push(`${path}/ ${(statSync(path).mode & 0o777).toString(8)}`);
      }
    }
    expect(seen).toBeGreaterThan(10);
    expect(open).toEqual([]);
  });
});
