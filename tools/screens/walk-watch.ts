// Pictures of how the office keeps watch over the book: who looked, copies that leave, backups and their sheet, villages that end, days off.
import type { Page } from 'playwright-core';
import { arrive, choose, press, see, write } from '../../test/e2e/touch.ts';
import { sendAll } from '../../test/e2e/deeds.ts';
import { Stranger } from '../../test/stranger.ts';
import { middle } from './camera.ts';
import { lookThrough, newPage, open, SAMPLE, signIn, type Stage } from './stage.ts';

const A4 = { width: 794, height: 1123 };

export async function walkWatch(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('The office keeps watch');
  const page = await newPage(stage);
  await signIn(page, 'canbo');
  await open(stage, page, '/van-phong/xuat');
  await arrive(page, 'Xuất sổ hộ ra tệp');
  await choose(page, 'Thôn 4');
  await choose(page, 'Excel (.xlsx)');
  await choose(page, 'Rà soát cùng thôn');
  await camera.take(page, { name: 'export', says: 'A register as a file: only with a reason, and noted' });
  await press(page, 'Xuất tệp');
  await see(page, 'Đã xuất sổ hộ của Thôn 4.');
  const second = await secondOfficer(stage);
  // The server says so by refusing.
  stage.onlooker.expect(/status of 403/);
  await press(page, 'Xuất tệp');
  await see(page, 'Cán bộ thứ hai');
  await write(page, 'Tên đăng nhập hoặc số điện thoại của người đó', second.login);
  await camera.take(page, { name: 'export-second', says: 'Where the commune has another officer, a copy leaves before the eyes of both', settle: middle('Cán bộ thứ hai') });
  await write(page, 'Mật khẩu của người đó', second.password);
  await press(page, 'Xuất tệp');
  await see(page, 'Đã xuất sổ hộ của Thôn 4.');
  await open(stage, page, '/van-phong/xem');
  await see(page, 'Sổ xem còn nguyên');
  await camera.take(page, { name: 'audit', darkDesk: true, says: 'Who looked at what: day by day, for everybody in the office to see' });
  await walkBackups(stage, page);
  await walkVillages(stage, page);
  await walkDays(stage, page);
  await walkPosts(stage, page);
  await walkAccount(stage, page);
  await walkEnglish(stage, page);
  await page.context().close();
}

/** Another officer, who has been at the office once and chosen a password. */
async function secondOfficer(stage: Stage): Promise<{ readonly login: string; readonly password: string }> {
  const { officer } = await lookThrough(stage);
  officer.say('person.add', { id: 'canbo-hai', name: 'Rơ Châm H’Lan' });
  officer.say('post.give', { person: 'canbo-hai', role: 'officer', village: null, households: [], from: '2026-01-01', until: null });
  await officer.push();
  const { slip } = await officer.ask<{ slip: string }>('/api/office/slips', { method: 'POST', json: { person: 'canbo-hai', login: 'hlan' } });
  await Stranger.signIn(stage.origin, { slip, password: SAMPLE.password, phoneName: 'Máy bàn số 2' });
  return { login: 'hlan', password: SAMPLE.password };
}

/** On this machine backups lie in a folder that is gone tomorrow: the pictures name one as a commune has it. */
async function walkBackups(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await page.route('**/api/office/backups**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(/"(?:[^"]*\/)?nr-e2e-[^"/]*\/backup"/g, '"/var/backups/nha-rong"') });
  });
  await open(stage, page, '/van-phong/sao-luu');
  await see(page, 'Khoá của bản sao lưu');
  await camera.take(page, { name: 'backups', darkDesk: true, says: 'Backups: how they stand, what is wrong, and what to do' });
  await write(page, 'Mật khẩu của bạn', SAMPLE.password);
  await press(page, 'Hiện phiếu để in');
  await arrive(page, 'Phiếu đã sẵn để in');
  await camera.take(page, { name: 'recovery-sheet', says: 'The recovery sheet with the key of all backups: for the officer’s own password, and noted' });
  await camera.takePaper(page, { name: 'recovery-sheet', says: 'The recovery sheet on paper' }, A4);
}

async function walkVillages(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  const { officer, first } = await lookThrough(stage);
  officer.say('village.add', { id: 'thon-cu', name: 'Làng cũ', languages: ['vi', 'jra'] });
  await officer.push();
  await sendAll(page, stage.origin);
  await open(stage, page, '/van-phong/thon');
  await see(page, 'Làng cũ');
  await open(stage, page, `/van-phong/thon/${first('village', (row) => row.id === 'thon-4').id}`);
  await see(page, /Khép sổ các hộ ấy trước/);
  await camera.take(page, { name: 'village', says: 'A village: its name, its languages' });
  await open(stage, page, '/van-phong/thon');
  await press(page, /Làng cũ/);
  await press(page, 'Thôn, làng này không còn');
  await see(page, 'Từ ngày nào?');
  await camera.take(page, { name: 'village-close', says: 'A village that is no more', settle: middle('Từ ngày nào?') });
  await press(page, 'Khép sổ thôn');
  await see(page, 'Đã khép sổ thôn');
  await press(page, /Làng cũ/);
  await see(page, 'Mở lại sổ thôn');
  await camera.take(page, { name: 'village-closed', says: 'It can be opened again', settle: middle('Mở lại sổ thôn') });
}

async function walkDays(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/van-phong/ngay-nghi');
  await see(page, 'Thêm ngày');
  await camera.take(page, { name: 'days-off', says: 'Days off, as the lawful terms count them; what is not certain says so' });
  await open(stage, page, '/van-phong/ngay-nghi/them');
  await choose(page, /nghỉ/i);
  await camera.take(page, { name: 'days-off-new', says: 'A day off of the commune’s own' });
}

async function walkPosts(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  const { first } = await lookThrough(stage);
  const volunteer = first('person', (row) => row.body.posts?.some((post: { role: string; village: string }) => post.role === 'volunteer' && post.village === 'thon-4'));
  await open(stage, page, `/van-phong/nguoi/${volunteer.id}/giao`);
  await arrive(page, new RegExp(volunteer.body.name));
  await camera.take(page, { name: 'post-new', says: 'A further post for somebody' });
  await open(stage, page, `/van-phong/nguoi/${volunteer.id}/ho/${volunteer.body.posts[0].id}`);
  await arrive(page, new RegExp(volunteer.body.name));
  await camera.take(page, { name: 'post-households', says: 'Which households a volunteer looks after' });
}

async function walkAccount(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  for (const [to, name, says, title] of [
    ['mat-khau', 'account-password', 'Changing one’s password', /mật khẩu/i], ['pin', 'account-pin', 'Changing the PIN of this phone', /PIN/], ['bo-may', 'account-forget', 'Taking the book off this phone', /máy này/i],
    ['may', 'account-phones', 'The phones I am signed in on; one that is lost is shut out', /máy của tôi/],
  ] as const) {
    await open(stage, page, `/tai-khoan/${to}`);
    await arrive(page, title);
    await camera.take(page, { name, says });
  }
}

/** The main screens once more, for who reads English. */
async function walkEnglish(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  const { first } = await lookThrough(stage);
  const request = first('request', (row) => row.body.what === 'correct' && row.body.closedOn === null);
  await open(stage, page, '/toi');
  await choose(page, 'English');
  await arrive(page, 'Me');
  for (const [to, name, says, words] of [
    [`/ho/${request.household}`, 'household', 'A household', 'Promises'], [`/quyen/${request.household}/${request.id}`, 'rights-request', 'A request about data', /due|left/],
    ['/van-phong', 'office', 'The office', /Households|phones/i], ['/van-phong/khay', 'tray', 'The tray of sealed letters', 'OPPO A18'], ['/van-phong/may', 'phones', 'The phones', 'Samsung A05'],
    ['/van-phong/sao-luu', 'backups', 'Backups', '/var/backups/nha-rong'], ['/van-phong/xem', 'audit', 'Who looked at what', /signed in|Signed in/],
  ] as const) {
    await open(stage, page, to);
    await see(page, words);
    await camera.take(page, { name, says, language: 'en' });
  }
}
