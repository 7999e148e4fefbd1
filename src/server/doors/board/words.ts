// What the public board says, in Vietnamese and in English.
import type { PromiseCell, Span } from '#commune/board/cells.ts';
import type { Topic } from '#commune/visits/rows.ts';

export const BOARD_LANGUAGES = ['vi', 'en'] as const;
export type BoardLanguage = (typeof BOARD_LANGUAGES)[number];

export interface BoardWords {
  readonly lang: BoardLanguage;
  readonly title: string;
  readonly sample: string;
  readonly promises: string;
  readonly made: (count: string) => string;
  readonly noPromises: string;
  readonly cells: Readonly<Record<PromiseCell, string>>;
  readonly span: (span: Span) => string;
  readonly visits: string;
  readonly noVisits: string;
  readonly heard: (year: string) => string;
  readonly noHeard: string;
  readonly topics: Readonly<Record<Topic, string>>;
  readonly few: string;
  readonly village: string;
  readonly villages: string;
  readonly wholeCommune: string;
  readonly communes: string;
  readonly noCommunes: string;
  readonly notFound: string;
  readonly rule: string;
  readonly totals: string;
  readonly asOf: (day: string) => string;
  readonly other: string;
  readonly print: string;
  readonly scan: string;
  /** For whoever prints: the QR code leads nowhere but to this very machine. */
  readonly hereOnly: string;
  readonly month: (month: string) => string;
  readonly number: (count: number) => string;
  readonly back: string;
  readonly signIn: string;
}

const day = (on: string): string => `${on.slice(8, 10)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;

export const vi: BoardWords = {
  lang: 'vi',
  title: 'Bảng công khai',
  sample: 'XÃ MẪU – dữ liệu bịa để dùng thử',
  promises: 'Lời hứa với bà con',
  made: (count) => `${count} lời hứa`,
  noPromises: 'Chưa có đủ lời hứa để công khai. Số chỉ hiện khi có từ 5 hộ trở lên.',
  cells: {
    confirmed: 'gia đình xác nhận đã xong',
    claimed: 'đã làm, chờ gia đình xác nhận',
    open: 'đang làm, còn hạn',
    overdue: 'quá hạn',
    withdrawn: 'rút lại, đã nói rõ lý do',
  },
  span: (span) => ({
    week: 'Một nửa số việc đã xong được làm trong vòng 1 tuần.',
    fortnight: 'Một nửa số việc đã xong được làm trong vòng 2 tuần.',
    month: 'Một nửa số việc đã xong được làm trong vòng 1 tháng.',
    quarter: 'Một nửa số việc đã xong được làm trong vòng 3 tháng.',
    longer: 'Một nửa số việc đã xong phải mất hơn 3 tháng.',
  })[span],
  visits: 'Đến thăm nhà, theo tháng',
  noVisits: 'Chưa tháng nào có từ 5 hộ được đến thăm.',
  heard: (year) => `Bà con nói về việc gì, năm ${year}`,
  noHeard: 'Chưa có việc nào được từ 5 hộ nói đến.',
  topics: {
    livelihood: 'Làm ăn', land: 'Đất đai', road: 'Đường sá', water: 'Nước', power: 'Điện', house: 'Nhà ở', school: 'Học hành', health: 'Sức khỏe',
    policy: 'Chế độ, chính sách', environment: 'Vệ sinh môi trường', village: 'Việc trong thôn', thanks: 'Lời cảm ơn', other: 'Việc khác',
  },
  few: 'dưới 5 hộ',
  village: 'Thôn, làng',
  villages: 'Các thôn, làng',
  wholeCommune: 'Cả xã',
  communes: 'Các xã',
  noCommunes: 'Máy này chưa lập sổ cho xã nào.',
  notFound: 'Không có trang này. Hãy xem lại địa chỉ, hoặc về trang đầu.',
  rule: 'Không số nào dựa trên ít hơn 5 hộ, và số chỉ đổi khi có từ 5 hộ thay đổi. Không tên người, không lời riêng của ai. Một lời hứa chỉ được tính là xong khi chính gia đình xác nhận.',
  totals: 'Tổng của xã chỉ cộng những số các thôn đã công khai.',
  asOf: (on) => `Số đúng ít nhất đến ngày ${day(on)}.`,
  other: 'English',
  print: 'Muốn dán ở nhà văn hoá: in trang này (Ctrl+P), vừa một tờ A4.',
  scan: 'Quét mã này bằng điện thoại để xem số mới nhất',
  hereOnly: 'Địa chỉ trên chỉ mở được trên chính máy này. Trước khi in để dán, hãy mở trang bằng địa chỉ mà điện thoại của bà con mở được.',
  month: (month) => `tháng ${Number(month.slice(5))}/${month.slice(0, 4)}`,
  number: (count) => String(count).replace(/\B(?=(\d{3})+$)/g, '.'),
  back: 'Về trang của xã',
  signIn: 'Vào sổ (cán bộ, hộ dân)',
};

export const en: BoardWords = {
  lang: 'en',
  title: 'Public board',
  sample: 'SAMPLE COMMUNE – invented, for trying out',
  promises: 'Promises to the people',
  made: (count) => `${count} promises`,
  noPromises: 'Not enough promises to show yet. Numbers appear from 5 households on.',
  cells: {
    confirmed: 'confirmed done by the family',
    claimed: 'done, waiting for the family to confirm',
    open: 'in hand, in time',
    overdue: 'overdue',
    withdrawn: 'withdrawn, with the reason told',
  },
  span: (span) => ({
    week: 'Half of the kept promises were done within a week.',
    fortnight: 'Half of the kept promises were done within two weeks.',
    month: 'Half of the kept promises were done within a month.',
    quarter: 'Half of the kept promises were done within three months.',
    longer: 'Half of the kept promises took more than three months.',
  })[span],
  visits: 'Home visits by month',
  noVisits: 'No month yet with visits to 5 or more households.',
  heard: (year) => `What people spoke about in ${year}`,
  noHeard: 'Nothing yet that 5 or more households spoke about.',
  topics: {
    livelihood: 'Livelihood', land: 'Land', road: 'Roads', water: 'Water', power: 'Electricity', house: 'Housing', school: 'Schooling', health: 'Health',
    policy: 'Benefits and policies', environment: 'Environment', village: 'Village matters', thanks: 'Thanks', other: 'Other matters',
  },
  few: 'under 5 households',
  village: 'Village',
  villages: 'Villages',
  wholeCommune: 'Whole commune',
  communes: 'Communes',
  noCommunes: 'No commune keeps its book on this machine yet.',
  notFound: 'There is no such page. Check the address, or go to the first page.',
  rule: 'No number rests on fewer than 5 households, and a number changes only when at least 5 households have changed. No names, nobody’s own words. A promise counts as kept only when the family itself says so.',
  totals: 'The commune’s totals add up only the numbers its villages show.',
  asOf: (on) => `True at least up to ${day(on)}.`,
  other: 'Tiếng Việt',
  print: 'For the notice board: print this page (Ctrl+P), it fits one A4 sheet.',
  scan: 'Scan this code with a phone for the newest numbers',
  hereOnly: 'The address above opens on this very machine only. Before printing the poster, open this page by an address that people’s phones can reach.',
  month: (month) => `${month.slice(5)}/${month.slice(0, 4)}`,
  number: (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ','),
  back: 'Back to the commune',
  signIn: 'Open the book (staff, households)',
};

export const BOARD_WORDS: Readonly<Record<BoardLanguage, BoardWords>> = { vi, en };
