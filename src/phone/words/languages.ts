// Names of the languages people here speak, in themselves or as everyone calls them; whatever is not listed stands as typed.

/** BCP 47 codes (ISO 639-3 where there is no shorter one); the languages of the highlands and the border first. */
export const SPOKEN: Readonly<Record<string, string>> = {
  vi: 'Việt (Kinh)', bdq: 'Ba Na', jra: 'Gia Rai', sed: 'Xơ Đăng', jeh: 'Giẻ', stg: 'Triêng', rmx: 'Rơ Măm', brb: 'Brâu', hre: 'Hrê', cua: 'Co (Cor)',
  rad: 'Ê Đê', cmo: 'Mnông', kpm: 'Cơ Ho', cma: 'Mạ', cje: 'Chu Ru', rog: 'Ra Glai', cjm: 'Chăm', bru: 'Bru - Vân Kiều', tth: 'Tà Ôi', pac: 'Pa Kô', ktv: 'Cơ Tu',
  sti: 'Xtiêng', crw: 'Chơ Ro', km: 'Khmer', hmn: 'Mông', ium: 'Dao', tyz: 'Tày', nut: 'Nùng', blt: 'Thái', mtq: 'Mường', kjg: 'Khơ Mú', hni: 'Hà Nhì', pcc: 'Giáy',
  lbt: 'La Chí', lhu: 'La Hủ', khb: 'Lự', lo: 'Lào', mlc: 'Cao Lan', yue: 'Hoa',
};

/** `bdq` → `Ba Na`; a language without a code is its own name. */
export const languageName = (language: string): string => SPOKEN[language] ?? language;
