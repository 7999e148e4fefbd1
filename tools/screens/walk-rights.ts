// Pictures of what families may know and ask about their data: their page, a request and its days, erasing by two people, what is too old to keep.
import { arrive, choose, press, pressPin, see } from '../../test/e2e/touch.ts';
import { middle } from './camera.ts';
import { limitedFamily } from './happenings.ts';
import { lookThrough, newPage, open, SAMPLE, signIn, type Stage } from './stage.ts';

export async function walkRights(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('Rights about one’s data');
  const limited = await limitedFamily(stage);
  const { first } = await lookThrough(stage);
  const correct = first('request', (row) => row.body.what === 'correct' && row.body.closedOn === null);
  const erase = first('request', (row) => row.body.what === 'erase' && row.body.erasing !== undefined);
  const page = await newPage(stage);
  await signIn(page, 'canbo');
  await open(stage, page, '/van-phong/quyen');
  await see(page, 'Đang chờ');
  await camera.take(page, { name: 'rights-desk', darkDesk: true, says: 'The rights desk: every request with the days that are left' });
  await open(stage, page, `/quyen/${correct.household}`);
  await see(page, 'Từng thứ một');
  await camera.take(page, { name: 'rights-page', says: 'All that the commune keeps about a family: what, why, who sees it, how long' });
  await open(stage, page, `/quyen/${correct.household}/xin/correct/household.place`);
  await see(page, 'Gia đình muốn gì?');
  await camera.take(page, { name: 'rights-ask', says: 'Taking down what the family asks' });
  await open(stage, page, `/quyen/${correct.household}/${correct.id}`);
  await see(page, 'Xã đã trả lời');
  await camera.take(page, { name: 'rights-request', says: 'A request, its lawful days, and what to do' });
  await press(page, 'Trả lời gia đình');
  await see(page, 'Xã trả lời thế nào?');
  await choose(page, 'Đã làm xong');
  await camera.take(page, { name: 'rights-answer', says: 'Answering it in words the family is told' });
  await open(stage, page, `/ho/${correct.household}`);
  await see(page, 'Gia đình nói chưa đúng');
  await camera.take(page, { name: 'household-disputed', says: 'A value the family says is wrong is marked wherever it stands' });
  await open(stage, page, `/ho/${limited.id}`);
  await see(page, /Gia đình đã xin hạn chế/);
  await camera.take(page, { name: 'household-limited', says: 'A family that asked to be written about no more', settle: middle(/Gia đình đã xin hạn chế/) });
  await open(stage, page, '/van-phong/het-han');
  await see(page, 'Mỗi thứ giữ bao lâu');
  await see(page, 'Đêm nay');
  await camera.take(page, { name: 'retention', says: 'What is older than it may be kept, and goes by itself' });
  await page.context().close();
  await walkErase(stage, `/quyen/${erase.household}/${erase.id}`);
  await walkOwn(stage);
}

/** The second person is the head of the village here, as the sample has one officer. */
async function walkErase(stage: Stage, at: string): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await open(stage, page, at);
  await see(page, 'Xoá dữ liệu của hộ này');
  await camera.take(page, { name: 'rights-erase', says: 'Erasing a household needs two people: one asked, the other confirms', settle: middle('Xoá dữ liệu của hộ này') });
  await page.context().close();
}

/** A family with its card, on a borrowed phone. */
async function walkOwn(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await open(stage, page, `/the/${SAMPLE.card}`);
  await press(page, /^Máy mượn/);
  await see(page, 'Bấm số PIN in trên thẻ');
  await pressPin(page, SAMPLE.cardPin, 'Vào');
  await see(page, 'Nhà mình thấy sao?');
  await camera.take(page, { name: 'own-page-borrowed', says: 'The household’s page on a borrowed phone, which forgets it again' });
  await press(page, 'Xã giữ gì về nhà mình');
  await arrive(page, 'Xã giữ gì về nhà mình');
  await camera.take(page, { name: 'own-rights', says: 'What the commune keeps about us, on the household’s own phone' });
  await press(page, 'Gửi yêu cầu');
  await see(page, 'Gia đình muốn gì?');
  await camera.take(page, { name: 'own-rights-ask', says: 'A household asks about its data' });
  await page.context().close();
}
