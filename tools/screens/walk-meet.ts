// Pictures of two people in one book: edits that meet, a household edited after it left, one family entered twice, a promise handed on.
import type { Page } from 'playwright-core';
import { arrive, press, see } from '../../test/e2e/touch.ts';
import { daysAgo, twoPeopleOneBook, type Met } from './happenings.ts';
import { lookThrough, newPage, open, signIn, type Stage } from './stage.ts';

export async function walkMeet(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('Two people, one book');
  const met = await twoPeopleOneBook(stage);
  await offer(stage);
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await open(stage, page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await open(stage, page, '/hom-nay');
  await see(page, 'Hai người ghi khác nhau');
  await camera.take(page, { name: 'today-meetings', darkDesk: true, says: 'Today: two people wrote the same line differently, and are asked which is right' });
  await open(stage, page, `/ho/${met.met.id}`);
  await see(page, 'Hai người ghi khác nhau');
  await camera.take(page, { name: 'household-meeting', says: 'The same on the household’s page' });
  await open(stage, page, `/ho/${met.closed.id}`);
  await see(page, 'Sổ đã khép mà còn có người sửa');
  await camera.take(page, { name: 'household-closed', says: 'A household that has left, and was edited since' });
  await walkTwins(stage, page, met);
  await walkOffered(stage, page);
  await page.context().close();
}

async function walkTwins(stage: Stage, page: Page, { home, twin, merged, mergedTwin }: Met): Promise<void> {
  const { camera } = stage;
  await open(stage, page, `/ho/${home.id}`);
  await see(page, 'Có thể là một nhà ghi hai lần');
  await camera.take(page, { name: 'household-twins', says: 'Perhaps one family entered twice: why, and the way to look' });
  await open(stage, page, `/ho/${home.id}/gop`);
  await see(page, 'Tìm hộ kia trong thôn.');
  await camera.take(page, { name: 'twins-find', says: 'Which is the other household?' });
  await open(stage, page, `/ho/${home.id}/gop/${twin}`);
  await see(page, 'Là một nhà: giữ hộ nào?');
  await camera.take(page, { name: 'twins-beside', darkDesk: true, says: 'Two households side by side: one family, or two?' });
  await open(stage, page, `/ho/${merged.id}`);
  await see(page, 'Nhà này đã ghi hai lần, nay là một');
  await camera.take(page, { name: 'household-merged', says: 'The page of two households made one; it can be parted again' });
  await open(stage, page, `/ho/${merged.id}/sap-lai/${mergedTwin}`);
  await arrive(page, 'Sắp lại sau khi gộp');
  await camera.take(page, { name: 'household-tidy', says: 'After merging: what only the other one says' });
}

const OFFERED = 'Người lo việc này đang đi viện, nhờ trưởng thôn lo giúp.';

/** The officer asks the head of the village to keep a promise. */
async function offer(stage: Stage): Promise<void> {
  const { officer, first } = await lookThrough(stage);
  const head = first('person', (row) => row.body.posts?.some((post: { role: string; village: string }) => post.role === 'head' && post.village === 'thon-4'));
  const mine = first('promise', (row) => row.village === 'thon-4' && row.body.state === 'open' && row.body.keeper !== head.id && row.body.offeredTo === null && row.body.dueOn > daysAgo(0));
  officer.say('promise.offer', { promise: mine.id, household: mine.household, to: head.id, words: OFFERED });
  await officer.push();
}

async function walkOffered(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  const { first } = await lookThrough(stage);
  const asked = first('promise', (row) => row.village === 'thon-4' && row.body.offeredTo !== null && row.body.state === 'open' && row.body.steps.some((step: { words: string | null }) => step.words === OFFERED));
  await open(stage, page, `/hua/${asked.household}/${asked.id}`);
  await see(page, 'Tôi nhận');
  await camera.take(page, { name: 'promise-offered', says: 'A promise somebody else asks me to keep' });
  await press(page, 'Tôi không nhận được');
  await see(page, 'Vì sao không nhận được?');
  await camera.take(page, { name: 'promise-decline', says: 'Saying no, with the reason' });
  const visit = first('visit', (row) => row.village === 'thon-4' && row.body.by === asked.body.offeredTo && row.body.on > daysAgo(20));
  await open(stage, page, `/ho/${visit.household}/sua-tham/${visit.id}`);
  await arrive(page, 'Sửa chuyến thăm');
  await camera.take(page, { name: 'visit-fix', says: 'A slip of the pen in a visit set right by its author' });
}
