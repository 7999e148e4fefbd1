// What stands on printed slips and cards, in plain Vietnamese. Paper speaks Vietnamese whatever the screen speaks.
import { dayText } from './format.ts';

export const words = {
  'slip.heading': 'PHIẾU VÀO SỔ LẦN ĐẦU',
  'slip.for': 'Cấp cho',
  'slip.login': 'Tên đăng nhập',
  'slip.code': 'Mã',
  'slip.until': (on: string) => `Dùng một lần, đến hết ngày ${dayText(on)}`,
  'slip.how': 'Cách dùng',
  'slip.how.1': 'Mở máy ảnh của điện thoại, đưa ô vuông vào khung, bấm vào dòng hiện ra.',
  'slip.how.2': 'Không quét được thì mở trang dưới đây, bấm "Tôi có phiếu vào lần đầu", gõ mã.',
  'slip.how.3': 'Chọn mật khẩu của mình, rồi chọn PIN cho máy.',
  'slip.how.4': 'Xong thì xé bỏ phiếu này.',
  'slip.keep': 'Ai cầm phiếu này cũng vào được thay bạn. Mất phiếu thì báo ngay cho cán bộ xã.',
  'card.heading': 'THẺ HỘ',
  'card.no': 'Hộ số',
  'card.head': 'Chủ hộ',
  'card.pin': 'PIN',
  'card.code': 'Mã',
  'card.how.1': 'Quét ô vuông',
  'card.how.2': 'Bấm số PIN',
  'card.how.3': 'Xem lời hứa',
  'card.how.4': 'Báo xong hay chưa',
  'card.keep': 'Giữ kín. Mất thẻ thì báo xã.',
  'card.sheet': (at: number, of: number) => `Tờ ${at}/${of}`,
  'card.cut': 'Cắt theo đường đứt',
  'sample': 'XÃ MẪU — DỮ LIỆU BỊA',
};

export type PrintWords = typeof words;
