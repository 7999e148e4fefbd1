// Covering faces in a photo, in Vietnamese: what to touch, what is covered, and that it cannot be got back.
import { countText } from './format.ts';

export const words = {
  'cover.open': 'Che mặt',
  'cover.title': 'Che mặt trong ảnh',
  'cover.hint': 'Chạm vào mặt để che, hoặc rê ngón tay qua. Vòng tròn nhỏ hơn mặt thì bấm To hơn.',
  'cover.picture': 'Ảnh. Phím mũi tên dời vòng tròn, phím Enter che chỗ trong vòng tròn, phím + và − làm vòng tròn to hơn, nhỏ hơn.',
  'cover.smaller': 'Nhỏ hơn',
  'cover.larger': 'To hơn',
  'cover.undo': 'Bỏ lần che vừa rồi',
  'cover.leave': 'Bỏ che',
  'cover.count': (n: number) => (n === 0 ? 'Chưa che chỗ nào.' : `Đã che ${countText(n)} lần.`),
  'cover.covered': 'Đã che. Chỗ bị che mất hẳn, không ai xem lại được.',
  'cover.left': 'Không che gì. Ảnh để như cũ.',
  'cover.trouble': 'Máy không che được ảnh này. Bỏ ảnh đi rồi chụp lại.',
};
