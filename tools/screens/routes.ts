// Which screens are pictured, as whom, and under what name: the list the index is made from.

export interface Shot {
  readonly name: string;
  /** Address within the app (#…), or a path of the server. */
  readonly to: string;
  readonly title: string;
  /** Words that stand there once it is ready. */
  readonly ready?: string | RegExp;
  /** Only on one kind of screen; both otherwise. */
  readonly only?: 'phone' | 'desk';
  readonly print?: true;
}

export interface Found {
  /** A household with a visit, its open promise, and a petition of some household. */
  readonly household: string;
  readonly promise: { readonly household: string; readonly id: string };
  readonly petition: { readonly household: string; readonly id: string };
}

export const beforeAnyone: readonly Shot[] = [
  { name: 'set-up', to: '/', title: 'First visit: real commune, or the sample' },
];

export const door: readonly Shot[] = [
  { name: 'sign-in', to: '/#/', title: 'Sign-in' },
  { name: 'slip', to: '/#/vao', title: 'First sign-in with the printed slip' },
  { name: 'card', to: '/#/the', title: 'A household comes in with its card' },
];

export const head = (found: Found): readonly Shot[] => [
  { name: 'today', to: '/#/hom-nay', title: 'Today' },
  { name: 'village', to: '/#/thon', title: 'Village: households, found with and without marks' },
  { name: 'household', to: `/#/ho/${found.household}`, title: 'Household' },
  { name: 'visit', to: `/#/tham/${found.household}`, title: 'Visit, the first question', only: 'phone' },
  { name: 'promise', to: `/#/hua/${found.promise.household}/${found.promise.id}`, title: 'Promise with its steps' },
  { name: 'promise-claim', to: `/#/hua/${found.promise.household}/${found.promise.id}/xong`, title: 'Claiming a promise done', only: 'phone' },
  { name: 'petition', to: `/#/don/${found.petition.household}/${found.petition.id}`, title: 'Petition with its clock of 10 working days' },
  { name: 'waiting', to: '/#/cho-gui', title: 'What waits, was sent, was refused' },
  { name: 'phone-health', to: '/#/may', title: 'Is this phone ready to leave the signal?', only: 'phone' },
  { name: 'me', to: '/#/toi', title: 'Me: language, letters, light, lock', only: 'phone' },
  { name: 'voices', to: '/#/giong-noi', title: 'Sentences still to be recorded in the village', only: 'phone' },
];

export const officer: readonly Shot[] = [
  { name: 'office', to: '/#/van-phong', title: 'Office' },
  { name: 'office-people', to: '/#/van-phong/nguoi', title: 'People and posts' },
  { name: 'office-import', to: '/#/van-phong/nhap', title: 'The register from Excel' },
  { name: 'office-cards', to: '/#/van-phong/the', title: 'Household cards' },
  { name: 'office-phones', to: '/#/van-phong/may', title: 'Phones' },
  { name: 'office-villages', to: '/#/van-phong/thon', title: 'Villages' },
  { name: 'office-days', to: '/#/van-phong/ngay-nghi', title: 'Days off the clock counts by' },
];

export const household = (found: Found): readonly Shot[] => [
  { name: 'home', to: '/#/nha', title: 'The household’s own page' },
  { name: 'home-promise', to: `/#/hua/${found.promise.household}/${found.promise.id}`, title: 'The household answers: done, or not yet', only: 'phone' },
];

export const board = (commune: string, village: string): readonly Shot[] => [
  { name: 'board-commune', to: `/cong-khai/${commune}`, title: 'Public board of a commune' },
  { name: 'board-village', to: `/cong-khai/${commune}/${village}`, title: 'Public board of a village' },
  { name: 'board-village-en', to: `/cong-khai/${commune}/${village}?lang=en`, title: 'The same in English', only: 'phone' },
  { name: 'board-print', to: `/cong-khai/${commune}/${village}`, title: 'Printed as an A4 poster', only: 'desk', print: true },
];

/** Those also shown in English. */
export const inEnglish: readonly string[] = ['today', 'household', 'promise'];
