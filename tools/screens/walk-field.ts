// Pictures of what people in the villages use: Today, households, a visit step by step, promises, petitions, what waits.
import type { Page } from 'playwright-core';
import { sendAll } from '../../test/e2e/deeds.ts';
import { FACES, takePhoto } from '../../test/e2e/photo.ts';
import { arrive, choose, press, see, write } from '../../test/e2e/touch.ts';
import type { Camera } from './camera.ts';
import { lookThrough, newPage, open, signIn, type Found, type Stage } from './stage.ts';

export async function walkField(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('In the village');
  await moveIn(stage);
  const found = await lookThrough(stage);
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await open(stage, page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await camera.take(page, { name: 'this-phone', says: 'Whether this phone may go far, and how safely it keeps' });
  await open(stage, page, '/hom-nay');
  await see(page, /quá hạn/);
  await camera.take(page, { name: 'today', darkDesk: true, says: 'Today: what is due, what is late, whom nobody visited for long' });
  await open(stage, page, '/thon');
  await arrive(page, 'Các hộ');
  await camera.take(page, { name: 'households', darkDesk: true, says: 'The households of a village' });
  await page.getByRole('searchbox').fill('nguyen thi');
  await see(page, /^\d+ hộ$/);
  await camera.take(page, { name: 'households-search', says: 'Found by name, with or without marks', sizes: ['phone'] });
  await page.getByRole('searchbox').fill('');
  await walkHousehold(stage, page, found);
  await walkVisit(stage, page, found);
  await walkPromises(stage, page, found);
  await walkMe(stage, page);
  await page.context().close();
}

const NEWCOMER = 'ho-moi-den';

/** A family that has just moved in: nobody has asked it for anything yet. */
async function moveIn(stage: Stage): Promise<void> {
  const { officer } = await lookThrough(stage);
  officer.say('household.register', {
    id: NEWCOMER, village: 'thon-4', no: '217', head: 'Bùi Văn Sơn', language: 'vi', place: 'Xóm Suối', phone: null,
    members: [{ name: 'Bùi Văn Sơn', relation: 'head', sex: 'm', born: '1987' }, { name: 'Lê Thị Nga', relation: 'spouse', sex: 'f', born: '1990' }, { name: 'Bùi Gia Hân', relation: 'child', sex: 'f', born: '2014' }],
  });
  await officer.push();
}

const inVillage = (village: string) => (row: { village: string | null }) => row.village === village;
const VILLAGE = inVillage('thon-4');

async function walkHousehold(stage: Stage, page: Page, { rows, first }: Found): Promise<void> {
  const { camera } = stage;
  const has = (kind: string, household: string | null) => rows.some((row) => row.kind === kind && row.household === household);
  const house = first('household', (row) => VILLAGE(row) && has('petition', row.id) && rows.some((one) => one.kind === 'promise' && one.household === row.id && one.body.state === 'open'));
  await open(stage, page, `/ho/${house.id}`);
  await arrive(page, new RegExp(house.body.head));
  await see(page, 'Lời hứa');
  await camera.take(page, { name: 'household', darkDesk: true, says: 'A household: promises, petitions, visits, people, who may see it' });
  const petition = first('petition', (row) => VILLAGE(row) && row.body.replies.length === 0 && row.household !== house.id);
  await open(stage, page, `/don/${petition.household}/${petition.id}`);
  await arrive(page, 'Đơn đề nghị');
  await camera.take(page, { name: 'petition', says: 'A petition, with its lawful term of ten working days' });
  await press(page, 'Trả lời gia đình');
  await see(page, 'Trả lời thế nào?');
  await camera.take(page, { name: 'petition-reply', says: 'Answering a petition' });
  for (const [to, name, says, words] of [
    ['don', 'petition-new', 'Taking down a petition', 'Gia đình đề nghị điều gì?'], ['nguoi', 'member-new', 'Adding a person of the household', 'Họ tên'],
    ['dong-y/photo', 'consent', 'Asking for consent, one purpose at a time', 'Gia đình trả lời'], ['sua', 'household-edit', 'Correcting a household', 'Tên chủ hộ'], ['dong', 'household-close', 'A household that has left', 'Từ ngày nào?'],
  ] as const) {
    await open(stage, page, `/ho/${house.id}/${to}`);
    await see(page, words);
    await camera.take(page, { name, says });
  }
  await open(stage, page, '/ho-moi');
  await see(page, 'Số hộ trong sổ thôn');
  await camera.take(page, { name: 'household-new', says: 'A new household' });
}

async function walkVisit(stage: Stage, page: Page, { first }: Found): Promise<void> {
  const { camera, browser } = stage;
  const house = first('household', (row) => row.id === NEWCOMER);
  await page.context().setOffline(true);
  await open(stage, page, '/tham');
  await arrive(page, 'Thăm hộ nào?');
  await camera.take(page, { name: 'visit-which', says: 'A visit: which household' });
  await open(stage, page, `/tham/${house.id}`);
  await see(page, 'Đi ngày nào, với ai?');
  await camera.take(page, { name: 'visit-1-who', says: 'A visit: the day, and who came' });
  await press(page, 'Tiếp');
  await choose(page, house.body.head);
  await choose(page, 'Kinh');
  await camera.take(page, { name: 'visit-2-met', says: 'A visit: who was met, in which language' });
  await press(page, 'Tiếp');
  await see(page, 'Hỏi phép trước khi ghi');
  await choose(page, /^Đồng ý$/);
  await camera.take(page, { name: 'visit-3-consent', says: 'A visit: asking before anything is written down' });
  await press(page, 'Tiếp');
  await choose(page, 'Nước');
  await write(page, /Ghi theo lời gia đình/, 'Giếng cạn từ tháng ba, phải gánh nước từ suối về.');
  await camera.take(page, { name: 'visit-4-heard', darkDesk: true, says: 'A visit: what was heard, in their words', settle: (at) => at.getByLabel(/Ghi theo lời gia đình/).scrollIntoViewIfNeeded() });
  await press(page, 'Tiếp');
  await press(page, 'Muốn chụp ảnh');
  await choose(page, /^Đồng ý$/);
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: await takePhoto(browser, true) });
  await page.getByRole('img', { name: 'Ảnh đã chụp 1' }).waitFor();
  await camera.take(page, { name: 'visit-5-photo', says: 'A visit: a photo, where the family agrees', settle: (at) => at.getByRole('img', { name: 'Ảnh đã chụp 1' }).evaluate((it) => it.scrollIntoView({ block: 'center' })) });
  await coverFaces(camera, page);
  await press(page, 'Tiếp');
  await press(page, 'Thêm một lời hứa');
  await write(page, /Hứa điều gì/, 'Hỏi xã về bể chứa nước cho xóm');
  await choose(page, 'Trong 15 ngày');
  await camera.take(page, { name: 'visit-6-promise', says: 'A visit: what is promised, by whom, by which day' });
  await press(page, 'Xem lại');
  await camera.take(page, { name: 'visit-7-sum', says: 'A visit: everything once more' });
  await press(page, 'Lưu chuyến thăm');
  await see(page, 'Chuyến thăm đã lưu trên máy');
  await camera.take(page, { name: 'visit-saved', says: 'Saved on the phone, without signal' });
  await open(stage, page, '/cho-gui');
  await see(page, /^đã lưu trên máy$/);
  await camera.take(page, { name: 'waiting', says: 'What waits to be sent, item by item' });
  await page.context().setOffline(false);
  await sendAll(page, stage.origin);
  await camera.take(page, { name: 'waiting-booked', says: 'All of it stands in the commune’s book' });
}

/** One of two faces is covered before the picture is taken. */
async function coverFaces(camera: Camera, page: Page): Promise<void> {
  await press(page, 'Che mặt');
  const sheet = page.locator('canvas');
  await sheet.waitFor();
  const box = (await sheet.boundingBox())!;
  const [[x, y]] = FACES;
  await sheet.click({ position: { x: (x / 1600) * box.width, y: (y / 1200) * box.height } });
  await see(page, 'Đã che 1 lần.');
  await camera.take(page, { name: 'photo-cover', darkDesk: true, says: 'Faces in a photo are covered by touch before it is kept: what lay there is gone' });
  await press(page, /^Xong$/);
  await see(page, 'Đã che. Chỗ bị che mất hẳn, không ai xem lại được.');
}

async function walkPromises(stage: Stage, page: Page, { first }: Found): Promise<void> {
  const { camera } = stage;
  const head = first('person', (row) => row.body.posts?.some((post: { role: string; village: string }) => post.role === 'head' && post.village === 'thon-4'));
  const mine = first('promise', (row) => VILLAGE(row) && row.body.state === 'open' && row.body.keeper === head.id);
  const at = `/hua/${mine.household}/${mine.id}`;
  await open(stage, page, at);
  await see(page, 'Chuyện đã qua');
  await camera.take(page, { name: 'promise', darkDesk: true, says: 'A promise: how it stands, and what may be done' });
  for (const [to, name, says] of [['xong', 'promise-claim', 'Saying a promise is done'], ['nho', 'promise-offer', 'Asking somebody else to keep it'], ['hoan', 'promise-postpone', 'Asking for more days'], ['rut', 'promise-withdraw', 'Withdrawing it, with a reason the family is told']] as const) {
    await open(stage, page, `${at}/${to}`);
    await page.getByRole('textbox').first().waitFor();
    await camera.take(page, { name, says });
  }
  const closed = first('promise', (row) => VILLAGE(row) && row.body.state === 'confirmed' && row.body.steps.some((step: { did: string }) => step.did === 'reopened'));
  await open(stage, page, `/hua/${closed.household}/${closed.id}`);
  await see(page, 'Chuyện đã qua');
  await camera.take(page, { name: 'promise-kept', says: 'A promise the family sent back once, and then confirmed' });
  await open(stage, page, `/ho/${mine.household}/hua`);
  await see(page, /Hứa điều gì/);
  await camera.take(page, { name: 'promise-new', says: 'A promise made outside a visit' });
}

async function walkMe(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/toi');
  await see(page, 'Cỡ chữ');
  await camera.take(page, { name: 'me', says: 'Me: my posts, how things look, who uses this phone' });
  for (const [to, name, says, words] of [['/toi/giup', 'help', 'How to use it', 'Một chuyến thăm'], ['/giong-noi', 'voices', 'Voices of the village for those who do not read', 'Tiếng nào?'], ['/tai-khoan', 'account', 'PIN, password, locking', 'Mật khẩu']] as const) {
    await open(stage, page, to);
    await see(page, words);
    await camera.take(page, { name, says });
  }
  await open(stage, page, '/toi');
  await choose(page, 'English');
  await arrive(page, 'Me');
  for (const [to, name, says] of [['/hom-nay', 'today', 'Today'], ['/thon', 'households', 'The households of a village'], ['/may', 'this-phone', 'This phone']] as const) {
    await open(stage, page, to);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await camera.take(page, { name, says, language: 'en' });
  }
}
