// Pictures of the household's own view, entered with its card.
import { press, pressPin, see } from '../../test/e2e/touch.ts';
import { newPage, open, SAMPLE, type Stage } from './stage.ts';

export async function walkHome(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('A household');
  const page = await newPage(stage);
  await open(stage, page, `/the/${SAMPLE.card}`);
  await press(page, /^Máy của nhà tôi/);
  await see(page, 'Bấm số PIN in trên thẻ');
  await pressPin(page, SAMPLE.cardPin, 'Vào');
  await see(page, 'Nhà mình thấy sao?');
  await camera.take(page, { name: 'own-page', darkDesk: true, says: 'A household’s own page: done, or not yet?' });
  await press(page, /^Chưa xong$/);
  await see(page, 'Còn thiếu gì?');
  await camera.take(page, { name: 'own-page-missing', says: 'A household says what is still missing' });
  await press(page, 'Trước');
  await press(page, 'Chuyện đã qua');
  await page.getByRole('heading', { name: 'Chuyện đã qua' }).waitFor();
  await camera.take(page, { name: 'own-promise', says: 'One promise to the household, and what happened so far' });
  await open(stage, page, '/toi');
  await see(page, 'Cỡ chữ');
  await page.getByText('Rất to').click();
  await open(stage, page, '/nha');
  await see(page, 'Nhà mình thấy sao?');
  await camera.take(page, { name: 'own-page-huge', says: 'The same in the largest letters', sizes: ['phone'] });
  await page.context().close();
}
