// Pictures of the commune's office: people and posts, papers, cards, villages, and a register out of a workbook.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { sendAll } from '../../test/e2e/deeds.ts';
import { ROOT } from '../../test/e2e/house.ts';
import { arrive, choose, press, see, write } from '../../test/e2e/touch.ts';
import { lookThrough, newPage, open, signIn, type Stage } from './stage.ts';

const A4 = { width: 794, height: 1123 };
const A6 = { width: 397, height: 559 };

export async function walkOffice(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('The commune’s office');
  const page = await newPage(stage);
  await signIn(page, 'canbo');
  await camera.take(page, { name: 'today-officer', says: 'Today of a commune officer' });
  for (const [to, name, says, title] of [
    ['/van-phong', 'office', 'The office', 'Văn phòng'], ['/van-phong/nguoi', 'people', 'People and their posts', 'Người và việc'],
    ['/van-phong/thon', 'villages', 'Villages', 'Thôn'], ['/van-phong/thon/moi', 'village-new', 'A new village', 'Thêm thôn'], ['/van-phong/bat-dau', 'start-here', 'After the founding: what comes next', /đã mở/],
  ] as const) {
    await open(stage, page, to);
    await arrive(page, title);
    await camera.take(page, { name, says });
  }
  await walkPeople(stage, page);
  await walkCards(stage, page);
  await walkImport(stage, page);
  await page.context().close();
}

async function walkPeople(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/van-phong/nguoi/moi');
  await write(page, 'Họ và tên', 'Nguyễn Thị Thu');
  await choose(page, 'Người phụ trách hộ');
  await choose(page, 'Thôn 4');
  await write(page, 'Chọn theo số hộ', '1-12');
  await press(page, /^Chọn$/);
  await camera.take(page, { name: 'person-new', says: 'A new person: what they do, where, from when until when' });
  const { first } = await lookThrough(stage);
  const volunteer = first('person', (row) => row.body.posts?.some((post: { role: string; village: string }) => post.role === 'volunteer' && post.village === 'thon-4'));
  await open(stage, page, `/van-phong/nguoi/${volunteer.id}`);
  await arrive(page, volunteer.body.name);
  await camera.take(page, { name: 'person', says: 'One person: posts, and their way in' });
  await press(page, 'In phiếu vào lần đầu');
  await see(page, 'Phiếu dùng được một lần');
  await camera.take(page, { name: 'slip-new', says: 'A slip for the first sign-in' });
  await press(page, 'Làm phiếu');
  await arrive(page, /đã sẵn sàng/);
  await camera.take(page, { name: 'slip', says: 'The slip: shown once, printed or scanned' });
  await camera.takePaper(page, { name: 'slip', says: 'The slip on paper (A6)' }, A6);
}

async function walkCards(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/van-phong/the');
  await choose(page, 'Thôn 4');
  await choose(page, 'Tất cả');
  await write(page, 'Chọn theo số hộ', '21-28');
  await press(page, /^Chọn$/);
  await camera.take(page, { name: 'cards', says: 'Household cards: for whom' });
  await press(page, 'Làm 8 thẻ');
  await arrive(page, '8 thẻ đã sẵn sàng để in');
  await camera.take(page, { name: 'cards-ready', darkDesk: true, says: 'Household cards: ready to print' });
  await camera.takePaper(page, { name: 'cards', says: 'Household cards on paper, eight on an A4' }, A4);
}

/** A village whose households have not been taken from its spreadsheet yet. */
async function newVillage(stage: Stage, page: Page): Promise<void> {
  const { officer } = await lookThrough(stage);
  officer.say('village.add', { id: 'thon-5', name: 'Thôn 5', languages: ['vi'] });
  await officer.push();
  await sendAll(page, stage.origin);
}

async function walkImport(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  const sheet = (name: string) => join(ROOT, 'test/sheets', name);
  await newVillage(stage, page);
  await open(stage, page, '/van-phong/nhap');
  await arrive(page, 'Nhập sổ hộ từ Excel');
  await camera.take(page, { name: 'import-1-file', says: 'A register from Excel: the file' });
  await page.locator('input[type=file]').setInputFiles(sheet('03-person-merged.xlsx'));
  await arrive(page, 'Trang nào, cột nào');
  await page.getByLabel('Hộ trong trang này thuộc thôn').selectOption({ label: 'Thôn 5' });
  await camera.take(page, { name: 'import-2-columns', says: 'A register from Excel: which column is what' });
  await press(page, 'So với sổ');
  await arrive(page, 'Xem trước khi nhận');
  await camera.take(page, { name: 'import-3-look', darkDesk: true, says: 'A register from Excel: what it would change' });
  await press(page, 'Nhận vào sổ');
  await arrive(page, 'Đã nhận vào sổ');
  await camera.take(page, { name: 'import-4-taken', says: 'A register from Excel: taken into the book, all or nothing' });
  await open(stage, page, '/van-phong/nhap');
  await arrive(page, 'Nhập sổ hộ từ Excel');
  await page.locator('input[type=file]').setInputFiles(sheet('16-troubled.xlsx'));
  await arrive(page, 'Trang nào, cột nào');
  await page.getByLabel('Hộ trong trang này thuộc thôn').selectOption({ label: 'Thôn 5' });
  await press(page, 'So với sổ');
  await arrive(page, 'Xem trước khi nhận');
  await camera.take(page, { name: 'import-3-problems', says: 'A register from Excel: row by row, what to mend' });
}
