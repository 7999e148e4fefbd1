// The eighteen rules of privacy by design, each as far as a machine can tell; what a person must check stands in docs/RIGHTS-CHECKLIST.md.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FEWEST_HOUSEHOLDS } from '#commune/board/release.ts';
import { cellsOn } from '#commune/board/cells.ts';
import { CONSENT_WORDS } from '#commune/households/consent.ts';
import { CONSENT_PURPOSES } from '#commune/households/rows.ts';
import { searchText } from '#commune/households/search.ts';
import { kinds } from '#commune/kinds.ts';
import { SAYS } from '#commune/places/policy-table.ts';
import { PLACES } from '#commune/rights/places.ts';
import { REGISTER, type Entry } from '#commune/rights/register.ts';
import { RETENTIONS, type Retention } from '#commune/rights/retention.ts';
import { story, TODAY } from '#commune/story.ts';
import { TOPICS } from '#commune/visits/rows.ts';
import { NO_ANSWER } from '#phone/household/consent-ask.tsx';
import { KEY_DAYS } from '../src/server/db/backup-households.ts';
import { storedInActs, storedInRows } from './stored-fields.ts';

const root = join(import.meta.dirname, '..');
const files = (folder: string, fits: RegExp): readonly { readonly path: string; readonly text: string }[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => fits.test(file) && !/\.(test|contract)\.tsx?$/.test(file))
    .map((file) => ({ path: `${folder}/${file}`, text: readFileSync(join(root, folder, file), 'utf8') }));
const source = files('src', /\.tsx?$/);
const checklist = readFileSync(join(root, 'docs/RIGHTS-CHECKLIST.md'), 'utf8');
const names = Object.entries(PLACES).flatMap(([place, fields]) => Object.values(fields).flatMap((paths) => paths.split(' ').map((path) => `${place}: ${path}`)));
const saysIt = (path: string, title: RegExp) => expect(readFileSync(join(root, path), 'utf8'), path).toMatch(title);

describe('The eighteen rules of privacy by design', () => {
  it('1 field register: what is stored stands there, by a test that reads the shapes, the declarations and the catalogue', () => {
    expect(names.length).toBeGreaterThan(400);
    saysIt('test/register.test.ts', /R1 every column of every table/);
  });

  it('2 nothing by default: no form, row or act has a field for an identity number, faith, people, health, income or politics', () => {
    const asked = [...storedInActs(), ...storedInRows()].flatMap(([place, fields]) => [...fields].map((field) => `${place}.${field}`));
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((field) => /cccd|cmnd|identity|passport|religio|faith|ethnic|people$|dantoc|health|illness|income|wealth|poor|party|politic|loyal/i.test(field) && !field.endsWith('people[]'))).toEqual([]);
    for (const topic of ['religion', 'politics', 'loyalty', 'authorities', 'security']) expect(TOPICS).not.toContain(topic);
  });

  it('3 no scoring: nothing is stored, computed or sorted that ranks a person or a household', () => {
    expect(names.filter((name) => /score|rank|rating|risk|grade|stars|points?\b|level/i.test(name))).toEqual([]);
    // Scores of texts, none of a person: which encoding a file has, where the table in a sheet begins.
    const ofTexts = ['src/commune/households/sheet/frame.ts', 'src/server/doors/import/text-file.ts'];
    const bad = source.filter(({ path }) => !path.includes('/words/') && !ofTexts.includes(path)).flatMap(({ path, text }) =>
      [...text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').matchAll(/\b(?:score|ranking|riskOf|rating|leaderboard|creditworth)\w*\b/gi)].map(([word]) => `${path}: ${word}`));
    expect(bad).toEqual([]);
    const orders = files('src/server/db', /\.ts$/).flatMap(({ path, text }) => [...text.matchAll(/order by ([^`'"\n)]*)/g)].map(([, by]) => `${path}: ${by}`));
    expect(orders.length).toBeGreaterThan(10);
    expect(orders.filter((by) => /: .*(count\(|sum\(|avg\(|late|overdue)/i.test(by))).toEqual([]);
  });

  it('4 purpose wall: each thing is kept for one purpose, and who sees it is what the policy table says', () => {
    for (const [name, entry] of Object.entries(REGISTER) as [string, Entry][]) expect(typeof entry.purpose, name).toBe('string');
    saysIt('test/register.test.ts', /R4 %s: who sees it is what the policy table says/);
  });

  it('5 no search by a sensitive thing: a household is found by number, name and place only', () => {
    const text = searchText({ no: '12', head: 'A Brol', place: 'Nhóm 2', members: [{ id: 'm', name: 'Y Hoa', relation: 'child', sex: 'f', born: '2010', leftOn: null }] });
    expect(text).toBe('12 a brol y hoa nhom 2');
    // What a question to the server may carry besides its address: where a reading stands, a day, a language of the board. Nothing to look people up by.
    const doors = source.filter(({ path }) => path.startsWith('src/server/doors/'));
    const asked = doors.flatMap(({ text: all }) => [
      ...[...all.matchAll(/one\(query, '(\w+)'\)|searchParams\.get\('(\w+)'\)/g)].map(([, a, b]) => a ?? b!),
      ...[...all.matchAll(/const \{ ([^}]+) \} = request\.query/g)].flatMap(([, names]) => names!.split(', ')),
    ]);
    expect(asked.length).toBeGreaterThan(5);
    expect([...new Set(asked)].filter((name) => !['epoch', 'scope', 'entry', 'own', 'heard', 'more', 'day', 'before', 'lang'].includes(name))).toEqual([]);
    expect(doors.flatMap(({ path, text: all }) => (/request\.query\.|Querystring:/.test(all) ? [path] : []))).toEqual([]);
  });

  it('6 consent: asked one by one in words kept by version, nothing ticked beforehand, and refusing never keeps anybody from anything', () => {
    expect(NO_ANSWER.given).toBeNull();
    for (const purpose of CONSENT_PURPOSES) expect(CONSENT_WORDS[purpose]).toContain('Không đồng ý cũng không sao');
    const told = story();
    told.did('hoa', 'visit.record', {
      household: 'ho-1', on: TODAY, language: 'vi', consents: CONSENT_PURPOSES.map((purpose) => ({ purpose, given: false, how: 'spoken', by: 'A Brol' })),
      heard: [{ topic: 'road' }, { topic: 'land', words: 'Xin đo đất', petition: true }], promises: [{ what: 'Hỏi việc đo đất', keeper: 'hoa', dueOn: TODAY }],
    });
    told.did('brol', 'right.ask', { household: 'ho-1', what: 'see', by: 'A Brol', on: TODAY });
  });

  it('7 see: a household reads what is held of it and who looked, and prints it', () => {
    saysIt('src/phone/household/rights-page.tsx', /print\(\)/);
    saysIt('src/server/doors/rights.test.ts', /R7 the household and the officer read who looked/);
  });

  it('8 correct: the old value is kept with the request and not on the page; what is disputed is flagged', () => {
    saysIt('src/commune/rights/rights.test.ts', /giá trị cũ còn giữ cạnh lời xin/);
    const told = story();
    const request = told.did('brol', 'right.ask', { household: 'ho-1', what: 'correct', about: 'household.head', words: 'Y Ngọc', by: 'A Brol', on: TODAY });
    told.did('mai', 'household.amend', { household: 'ho-1', head: 'Y Ngọc' });
    told.did('mai', 'right.answer', { request, household: 'ho-1', did: 'done', words: 'Đã sửa', was: 'A Brol', now: 'Y Ngọc', on: TODAY });
    expect((told.row('household', 'ho-1').body as { head: string }).head).toBe('Y Ngọc');
  });

  it('9 erase: a key a household, thrown away with the data; key files are gone after 35 days; a restore brings nothing back', () => {
    expect(KEY_DAYS).toBe(35);
    expect((RETENTIONS['key-file'] as Retention).days).toBe(KEY_DAYS);
    saysIt('src/server/jobs/erase-settled.test.ts', /a backup of before the erasing brings nothing of theirs back/);
  });

  it('10 retention runs by the register, also with a clock ten years on', () => {
    for (const [name, entry] of Object.entries(REGISTER) as [string, Entry][]) expect(RETENTIONS, name).toHaveProperty([entry.kept]);
    saysIt('src/server/doors/rights.test.ts', /R10 with a clock two and ten years on/);
  });

  it('11 public numbers: never fewer than five households, also by subtraction', () => {
    expect(FEWEST_HOUSEHOLDS).toBeGreaterThanOrEqual(5);
    for (const cell of cellsOn(TODAY)) expect(cell).toMatch(/^(promises|visits|heard)\./);
    saysIt('sim/full/board-subtraction.test.ts', /subtracts gets no cell of fewer than five households/);
  });

  it('12 the public pages read released numbers and names of places, and have no way to people', () => {
    const public_ = source.filter(({ path }) => path.startsWith('src/server/doors/board/'));
    const reads = public_.flatMap(({ path, text }) => [...text.matchAll(/from '([^']*\/db\/[^']+)'/g)].map(([, from]) => `${path}: ${from}`));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.filter((one) => !/\/db\/(board|open)\.ts$/.test(one))).toEqual([]);
    for (const name of cellsOn(TODAY)) expect(name).not.toMatch(/household|person|member/);
  });

  it('13 photos: no code that knows faces, and where and when are taken out of every picture', () => {
    const packages = Object.keys((JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: object }).packages);
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter((name) => /face|tensorflow|opencv|mediapipe|onnx|tesseract|clarifai|rekognition|plate-recog/i.test(name))).toEqual([]);
    saysIt('src/server/clips/clips.test.ts', /metadata/i);
    saysIt('src/phone/parts/photo-mosaic.test.ts', /5 by 5 colours at most/);
    saysIt('test/e2e/cover.test.ts', /faces are covered by touch and by keys/);
  });

  it('14 two people: erasing is asked for by one and confirmed by another, and nobody erases alone; a file leaves before two', () => {
    expect(SAYS['household.erase']).toEqual({ house: ['stranger'] });
    saysIt('src/commune/rights/rights.test.ts', /xã có hai cán bộ: trưởng thôn không thay được cán bộ thứ hai/);
    saysIt('src/server/doors/export/export.test.ts', /R14 with another officer in the commune nothing goes out unless that one says who they are/);
  });

  it('15 no silent watchers: nobody acts in another’s name, and readings are noted before they are whole', () => {
    const bodies = [...storedInActs()].flatMap(([place, fields]) => [...fields].map((field) => `${place}.${field}`));
    expect(bodies.filter((field) => /\b(author|actAs|onBehalfOf|impersonate)\b/i.test(field))).toEqual([]);
    saysIt('src/server/doors/noting.ts', /Where it cannot be noted the reading must not go on/);
  });

  it('16 no third parties: the app names no other origin and carries no kit that counts people', () => {
    const web = files('src/phone', /\.(tsx?|css)$/);
    const away = web.flatMap(({ path, text }) => [...text.matchAll(/https?:\/\/(?!www\.w3\.org\b|localhost\b)[\w.-]+\.\w+/g)].map(([address]) => `${path}: ${address}`));
    expect(away).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).filter((name) => /analytics|sentry|segment|mixpanel|amplitude|firebase|gtag|hotjar|matomo/i.test(name))).toEqual([]);
  });

  it('17 staff are people too: no place of a phone or a person is ever asked for, and nobody is listed by what they did', () => {
    const asks = source.flatMap(({ path, text }) => [...text.matchAll(/\b(?:geolocation(?!=\(\))|watchPosition|getCurrentPosition|DeviceMotionEvent|DeviceOrientationEvent|Accelerometer|Magnetometer)\b/g)].map(([what]) => `${path}: ${what}`));
    expect(asks).toEqual([]);
    expect(names.filter((name) => /latitude|longitude|coordinat|\bgps\b|\blat\b|\blng\b/i.test(name))).toEqual([]);
    const device = Object.entries(PLACES['table device']!).flatMap(([, columns]) => columns.split(' ')).sort();
    expect(device).toEqual(['commune_id', 'desk', 'device', 'lease_until_at', 'made_at', 'person', 'phone_name', 'revoked_at', 'seen_at', 'waiting']);
  });

  it('18 harm register: each kind of thing that can be done has a line that says how it could hurt, and what holds against it', () => {
    const nouns = [...new Set([...kinds.keys()].map((kind) => kind.split('.')[0]!))];
    for (const noun of nouns) expect(checklist, `docs/RIGHTS-CHECKLIST.md has no line on ${noun}.*`).toMatch(new RegExp(`^\\| \`${noun}\\.\\*\` \\|[^|]{20,}\\|[^|]{20,}\\|`, 'm'));
  });

  it('the checklist has a line for every rule', () => {
    for (let rule = 1; rule <= 18; rule++) expect(checklist, `rule ${rule}`).toMatch(new RegExp(`^\\| ${rule} \\|`, 'm'));
  });
});
