// Every reader of what comes from outside, each fed with what it was not made for; only the refusals it declares are right.
import { createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { actId, type Act, type Json } from '#journal/act.ts';
import { read } from '#journal/decide.ts';
import { check } from '#commune/households/sheet/check.ts';
import { askShape } from '#commune/households/sheet/mapping.ts';
import { prepare } from '#commune/households/sheet/prepare.ts';
import { sightOf } from '#commune/households/sheet/sight.ts';
import { kinds } from '#commune/kinds.ts';
import { COMMUNE, PEOPLE, TODAY } from '#commune/story.ts';
import { bare, CLIP_TYPES } from '#server/clips/bare.ts';
import { readPush } from '#server/doors/acts.ts';
import { csvOf } from '#server/doors/export/csv.ts';
import { workbookOf } from '#server/doors/export/workbook.ts';
import { readFile } from '#server/doors/import/read-file.ts';
import { FileRefused } from '#server/doors/import/refused.ts';
import { Members, readJson } from '#server/doors/json.ts';
import { Problem } from '#server/doors/problem.ts';
import { cursorOf } from '#server/doors/rows.ts';
import type { Keys, Sealed } from '#server/keys.ts';
import { openPiece } from '#server/letter-clips.ts';
import { openAct } from '#server/letters.ts';
import { normalLogin, passwordFault } from '#server/login.ts';
import { readCode } from '#server/secrets.ts';
import type { Chance } from '../../chance.ts';
import { ground } from './bodies.ts';
import { mangled, nasty, nastyText, spoilt, textOf } from './nasty.ts';
import * as pictures from './pictures.ts';

export interface Target {
  readonly name: string;
  /** Of a hundred inputs, how many go here. */
  readonly share: number;
  /**
   * One input, made and tried; `made` is called in between, as only reading is timed. Throws where the reader does what
   * it must not. Answers how the input was received, for the counts.
   */
  try(chance: Chance, made: () => void): string | Promise<string>;
}

/** The readers may say no in their own words; anything else they throw is a fault of ours. */
function received(work: () => unknown): string {
  try {
    work();
    return 'taken';
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return 'refused';
    throw error;
  }
}

function acts(): Target {
  const { told, bodies } = ground();
  const names = [...kinds.keys()];
  const people = Object.keys(PEOPLE);
  return {
    name: 'acts', share: 42,
    try(chance, made) {
      const kind = chance.pick(names);
      const own = bodies.get(kind);
      const body = chance.odds(0.05) ? nasty(chance) : spoilt(own === undefined || chance.odds(0.05) ? bodies.get(chance.pick([...bodies.keys()])) : own, chance, 4);
      const turn = 100 + chance.int(1_000);
      const v = chance.odds(0.9) ? kinds.get(kind)!.version : chance.pick([0, 1, 2]);
      const act: Act = { id: actId('story', turn), kind, v, device: 'story', turn, at: 0, body: body as Json };
      const said = { id: act.id, device: 'story', commune: COMMUNE, author: chance.odds(0.6) ? chance.pick(['mai', 'thong', 'hoa', 'brol']) : chance.odds(0.95) ? chance.pick(people) : nastyText(chance), at: 0, today: TODAY };
      made();
      const reading = read(kinds, act, said);
      const outcome = 'readable' in reading ? reading.readable.decide({ get: (key) => told.rows.get(key) }) : reading;
      if ('waits' in outcome && outcome.why !== undefined) throw new Error(`${kind}: ${outcome.why}`);
      if ('puts' in outcome) JSON.stringify(outcome.puts);
      return 'puts' in outcome ? 'taken' : 'waits' in outcome ? 'waits' : 'refused';
    },
  };
}

function pushes(): Target {
  const { bodies } = ground();
  const act = (kind: string, turn: number) => ({ id: actId('abcdefgh', turn), kind, v: 1, device: 'abcdefgh', turn, at: 1, body: bodies.get(kind) });
  const push = { acts: [act('visit.record', 1), act('household.register', 2)], cursor: { epoch: 'abcd2345', scope: 'x1', entry: 7, own: [[1, 2], [5, 7]] }, withheld: [[1, 1]], build: 'b', echo: false, heard: { epoch: 'e', entry: 1, chain: 'c' } };
  return {
    name: 'pushes', share: 12,
    try(chance, made) {
      const text = chance.odds(0.2) ? mangled(Buffer.from(JSON.stringify(push)), [Buffer.from('{"__proto__":{}}')], chance).toString('utf8') : textOf(spoilt(push, chance, 5));
      made();
      return received(() => readPush(readJson(text), { commune: COMMUNE, device: 'abcdefgh' }));
    },
  };
}

function doors(): Target {
  const bodies = [
    { login: 'yhuong', password: 'lúa chín', devices: ['abcdefgh/p1'], phoneName: 'x' }, { slip: '23538.ABCD-EFGH-JKMN', password: 'x' }, { card: '23538.ABCD-EFGH-JKMN', pin: '123456', borrowed: true },
    { commune: '23538', villages: [{ name: 'A', languages: ['vi'] }], officer: { name: 'Y', login: 'yyy', password: 'z' } }, { person: 'p1', login: 'abc' }, { households: ['h1', 'h2'] },
    { parts: [{ sheet: 0, village: 'v1', mapping: { headRow: 0, headRows: 1, columns: [{ field: 'no' }], layout: 'person', starts: 'number', dates: 'day-first', villages: { A: 'v1' } } }] },
  ];
  return {
    name: 'json', share: 14,
    try(chance, made) {
      const text = textOf(spoilt(chance.pick(bodies), chance, 5));
      made();
      return received(() => readAll(text));
    },
  };
}

function readAll(text: string): void {
  const value = readJson(text);
  askShape.safeParse(value);
  const members = new Members(value);
  for (const name of Object.keys(value as object).slice(0, 50)) {
    for (const how of [() => members.text(name, 80), () => members.secret(name), () => members.count(name, 100), () => members.flag(name), () => members.texts(name, 20, 80), () => members.members(name)]) received(how);
  }
  if (Object.hasOwn(Object.prototype, 'isAdmin')) throw new Error('the prototype was polluted');
}

function texts(): Target {
  const sound = ['yhuong', '+84 905 123 456', '23538.ABCD-EFGH-JKMN', '12-15.18-18', 'mật khẩu dài'];
  const spoiltText = (chance: Chance): string => (chance.odds(0.4) ? nastyText(chance) : mangled(Buffer.from(chance.pick(sound)), [Buffer.from(nastyText(chance))], chance).toString('utf8'));
  return {
    name: 'texts', share: 10,
    try(chance, made) {
      const text = spoiltText(chance);
      const query = { epoch: chance.pick(['abcd', text]), scope: chance.pick(['x', text]), entry: chance.pick(['7', text]), own: spoiltText(chance) };
      made();
      return received(() => {
        normalLogin(text);
        readCode(text);
        passwordFault(text, 'yhuong');
        cursorOf(query);
      });
    },
  };
}

function clips(): Target {
  const sound = [pictures.jpeg(16, 8), pictures.webp(16, 8), pictures.moving(3), pictures.mp4(), pictures.webm(), pictures.ogg()];
  const bombs = [
    pictures.jpeg(65_535, 65_535), pictures.jpeg(16, 8, 2_000), pictures.webp(16_383, 16_383), pictures.moving(20_000), pictures.deepMp4(), pictures.manyBoxes(), Buffer.alloc(5_000_000, 0xff), Buffer.alloc(0),
    Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(4_000_000, 0xff)]), ...pictures.polyglots(),
  ];
  return {
    name: 'clips', share: 16,
    try(chance, made) {
      const whole = chance.odds(0.02);
      const bytes = whole ? chance.pick(bombs) : mangled(chance.pick(sound), sound, chance);
      const type = chance.pick(CLIP_TYPES);
      made();
      const done = bare(bytes, type);
      if ('fault' in done) return 'refused';
      // Of two things at once only the picture is kept. (What somebody puts among the points of a picture is not looked for.)
      if (whole && type.startsWith('image/') && /<script|<svg|GPS|PK\x03\x04/u.test(Buffer.from(done.bytes).toString('latin1'))) throw new Error('something that is no picture was kept');
      return 'taken';
    },
  };
}

const sheets = fileURLToPath(new URL('../../../test/sheets/', import.meta.url));

/** Files nobody should be able to hurt the server with. */
function badFiles(): readonly Buffer[] {
  const workbook = (xml: Uint8Array, more: Record<string, Uint8Array> = {}): Buffer =>
    Buffer.from(zipSync({
      '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from('<workbook><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': Buffer.from('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'), 'xl/worksheets/sheet1.xml': xml, ...more,
    }, { level: 1 }));
  return [
    workbook(Buffer.alloc(60_000_000, 0x20)), workbook(Buffer.from('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>')),
    workbook(Buffer.from(`<worksheet>${'<row>'.repeat(200_000)}`)), workbook(Buffer.from('<worksheet/>'), { '../../../etc/x.xml': Buffer.from('x'), 'nested.zip': Buffer.alloc(100) }),
    workbook(Buffer.from(`<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`)),
    workbook(Buffer.from('<worksheet/>'), Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`xl/${i}.xml`, Buffer.from('x')]))),
    Buffer.from(`${'"'.repeat(100_000)}`), Buffer.from(`a,b\n${'"a'.repeat(50_000)}`), Buffer.from(`${','.repeat(500_000)}`), Buffer.from('\n'.repeat(300_000)), Buffer.from(`${'a'.repeat(2_000_000)}`),
    Buffer.alloc(1_000_000, 0xff), Buffer.alloc(0), Buffer.from('sep=,\n=1+1,@x'),
  ];
}

function imports(): Target {
  const heads = ['Số hộ', 'Họ tên chủ hộ', 'Năm sinh', 'Địa chỉ'];
  const rows = [['1', 'A Blơi', '1980', 'Nhóm 1'], ['2', 'Y Hương', '05/03/1983', 'Nhóm 2']];
  const sound = [workbookOf('Danh sách', heads, rows), csvOf([heads, ...rows]), ...readdirSync(sheets).filter((file) => /^(0[1-9]|1[0-9]|2[01])-.*\.(csv|tsv|xlsx)$/.test(file)).map((file) => readFileSync(join(sheets, file)))];
  const bad = badFiles();
  const villages = [{ id: 'thon-4', name: 'Thôn 4' }];
  return {
    name: 'imports', share: 2,
    async try(chance, made) {
      const bytes = chance.odds(0.05) ? chance.pick(bad) : mangled(chance.pick(sound), sound, chance);
      const name = chance.pick(['a.xlsx', 'a.csv', nastyText(chance).slice(0, 200)]);
      made();
      try {
        const kept = (await readFile(bytes, name)).map(prepare);
        for (const one of kept) sightOf(one, villages, []);
        check(kept.map((one) => one.sheet), kept.map((_, sheet) => ({ sheet, village: 'thon-4' })), { villages, register: [], today: TODAY });
        return 'taken';
      } catch (error) {
        if (error instanceof FileRefused) return 'refused';
        throw error;
      }
    },
  };
}

/** Seals as a phone does (docs/PROTOCOL.md, "Letters"), but whatever it is told to. */
function sealed(keys: Keys, aad: string, inside: Buffer): Sealed {
  const mine = createECDH('prime256v1');
  mine.generateKeys();
  const key = Buffer.from(hkdfSync('sha256', mine.computeSecret(Buffer.from(keys.sealTo.key, 'base64url')), '', 'nha-rong letter v1', 32));
  const nonce = randomBytes(24);
  const box = Buffer.concat([nonce, xchacha20poly1305(key, nonce, Buffer.from(aad)).encrypt(inside)]);
  return { to: keys.sealTo.id, epk: mine.getPublicKey('base64url'), box: box.toString('base64url') };
}

function letters(keys: Keys): Target {
  const { bodies } = ground();
  const seat = { commune: COMMUNE, device: 'abcdefgh', person: 'hoa' };
  const token = keys.letterboxOf(seat);
  const act = { id: actId('abcdefgh', 1), kind: 'visit.record', v: 1, device: 'abcdefgh', turn: 1, at: 1, body: bodies.get('visit.record') };
  const clip = 'a'.repeat(64);
  const head = { household: 'ho-1', type: 'image/webp', bytes: 100, pieces: 1 };
  return {
    name: 'letters', share: 4,
    try(chance, made) {
      const isClip = chance.odds(0.4);
      const inside = isClip ? Buffer.concat([Buffer.from(`${textOf(spoilt(head, chance, 2))}\n`), Buffer.alloc(100)]) : Buffer.from(textOf(spoilt(act, chance, 3)));
      const aad = isClip ? `${COMMUNE}|abcdefgh|clip|${clip}|0` : `${COMMUNE}|abcdefgh|1`;
      const whole = sealed(keys, chance.odds(0.9) ? aad : nastyText(chance).slice(0, 50), chance.odds(0.2) ? mangled(inside, [inside], chance) : inside);
      const letter = chance.odds(0.6) ? whole : (spoilt(whole, chance, 2) as Sealed);
      const said = { to: String(letter.to).slice(0, 20), epk: String(letter.epk).slice(0, 100), box: String(letter.box).slice(0, 1_000_000) };
      const shown = chance.odds(0.3) ? token : mangled(Buffer.from(token), [Buffer.from(token)], chance).toString('utf8').slice(0, 300);
      made();
      keys.readLetterbox(shown);
      if (isClip) return openPiece(keys, seat, { clip, piece: 0, pieces: 1, ...said }) ? 'taken' : 'refused';
      return 'act' in openAct(keys, seat, { turn: 1, ...said }, readJson) ? 'taken' : 'refused';
    },
  };
}

export const targets = (keys: Keys): readonly Target[] => [acts(), pushes(), doors(), texts(), clips(), imports(), letters(keys)];
