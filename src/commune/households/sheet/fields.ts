// Guesses what a column is from the words above it, with and without marks.
import type { Relation } from '../rows.ts';
import { bare } from './cell.ts';
import type { Column, Field } from './mapping.ts';

/**
 * Never read, whatever the person says: papers of identity, and what Law 91/2025/QH15 calls sensitive or the register
 * has no business with (ethnicity, faith, poverty, health, party, income, coordinates).
 */
const WITHHELD = new RegExp(`\\b(${[
  'dan toc', 'ton giao', 'cccd', 'cmnd', 'cmt', 'cmtnd', 'can cuoc', 'dinh danh', 'ho chieu', 'giay to tuy than', 'ngheo', 'khuyet tat', 'benh',
  'suc khoe', 'bhyt', 'bao hiem', 'dang vien', 'doan vien', 'chinh sach', 'co cong', 'thu nhap', 'tai khoan', 'tien an', 'nghien', 'toa do', 'gps',
  'kinh do', 'vi do', 'tin nguong', 'bao tro',
].join('|')})\\b`);

export const isWithheld = (head: string): boolean => WITHHELD.test(bare(head));

const FIELD_WORDS: readonly (readonly [RegExp, Field])[] = [
  [/\b(quan he|moi qh|qh|qhch|qhvch)\b/, 'relation'],
  [/\b(dien thoai|sdt|so dt|di dong|zalo|lien lac|(so|dt) lien he)\b|^(dt|so may|lien he)$|^dt (chu ho|ca nhan|nha|ban)$/, 'phone'],
  [/^((so|ma|ma so|so thu tu|stt|so tt|tt) ho( gia dinh| dan)?|ho so|ho thu)$/, 'no'],
  [/\b(ho khau so|so so ho|so ho khau|so nha dat|so hk)\b/, 'left-out'],
  [/^(stt|tt|so tt|so thu tu|thu tu|no)$/, 'index'],
  [/nam sinh.*\bnam$|^sinh nam nam$/, 'born-m'],
  [/nam sinh.*\bnu$/, 'born-f'],
  [/\b(nam sinh|ngay sinh|sinh ngay|ngay thang nam|ngay thang sinh|nam sinh chu ho|sinh nam)\b|^(ns|sinh)$/, 'born'],
  [/\b(gioi tinh)\b|^(phai|gt|nam nu|gioi)$/, 'sex'],
  [/^(ho|ho dem|ho va dem|ho chu dem|ho va ten dem|ho va chu dem|ho lot|ho va chu lot|ten dem)$/, 'surname'],
  [/chu ho va|(thanh vien|nhan khau|nguoi).*\bten\b|\bten\b.*(thanh vien|nhan khau|nguoi|chu ho va)/, 'name'],
  [/^((ho (va )?)?ten )?(cac )?(thanh vien|nhan khau|nguoi)( khac| con lai| cung ho| cung o)+|^(cac|nhung) (thanh vien|nguoi)/, 'members'],
  [/\bchu ho\b|^dai dien ho/, 'head'],
  [/\bho (va )?(chu dem (va )?)?ten\b|^(ten|ten goi)$|^ho dem ten$/, 'name'],
  [/\b(nhan khau|so khau|so nguoi|tong khau|so nk|so thanh vien)\b|^(khau|nk|so nhan|tong so)$/, 'count'],
  [/\b(dia chi|noi o|cho o|cu tru|thuong tru|tam tru|cum|nhom|khu vuc|so nha|xom|hien nay)\b|^(to|to so|dkhktt|ngo|duong|to tu quan)$/, 'place'],
  [/^(ten )?(thon|lang|ban|buon|plei|to dan pho|tdp|khu dan cu|khom|ap|dia ban)\b/, 'village'],
  [/^(thuoc|o) (thon|lang|ban|buon)/, 'village'],
  [/^(ngon ngu|tieng noi|tieng me de|tieng|noi tieng)( thuong dung)?$/, 'language'],
];

/** Heads of a group of columns that speak of one person of the household. */
const GROUPS: readonly (readonly [RegExp, Relation | null])[] = [
  [/^(thanh vien|nguoi|nhan khau)( so| thu)? (\d+|nhat|hai|ba|tu|nam|sau|bay|tam)$/, null],
  [/^(ho (va )?ten )?(vo|chong|vo chong|vo hoac chong|vo hay chong)$/, 'spouse'],
  [/^(ho (va )?ten )?con( (thu )?(\d+|nhat|hai|ba|tu|nam|sau|ca|ut|dau))?$/, 'child'],
  [/^(ho (va )?ten )?(bo|me|cha|bo me|cha me)$/, 'parent'],
  [/^(ho (va )?ten )?(ong|ba|ong ba)$/, 'grandparent'],
];

export interface Group {
  readonly relation: Relation | null;
}

export function groupOf(head: string): Group | null {
  const text = bare(head.replace(/\(.*?\)/gu, ''));
  for (const [pattern, relation] of GROUPS) if (pattern.test(text)) return { relation };
  return null;
}

/** The field of one head text, or null where its words say nothing. */
export function fieldOf(head: string): Field | null {
  if (isWithheld(head)) return 'withheld';
  const exact = head.normalize('NFC').trim().toLowerCase();
  // Without marks `Nam` (male) and `Năm` (year), `Hộ` (household) and `Họ` (surname) are one word each.
  if (exact === 'nam') return 'sex-m';
  if (exact === 'nữ' || exact === 'nu') return 'sex-f';
  if (exact === 'hộ') return 'no';
  const inside = bare(head);
  const outside = bare(head.replace(/\(.*?\)/gu, ' '));
  for (const text of outside === inside || outside === '' ? [inside] : [outside, inside]) {
    for (const [pattern, field] of FIELD_WORDS) if (pattern.test(text)) return field;
  }
  return null;
}

/** Whether a cell can stand in the head of a table of people. */
export const isHeadWord = (text: string): boolean => fieldOf(text) !== null || groupOf(text) !== null;

const PART_OF_BORN: Readonly<Record<string, Field>> = { 'nam': 'born-m', 'nu': 'born-f', 'ngay': 'born-day', 'thang': 'born-month' };
/** Words in the second row of a head that mean nothing alone. */
export const SUB_WORDS = /^(nam|nu|ngay|thang|tong so|tong|trong do|trong do nu|so|ten|ngay thang|chu|chinh|khac|tre em|ghi chu)$/;

/**
 * A column from the texts above it, top first. `group`: the person whose column it is, where members stand beside
 * each other; the caller numbers them.
 */
export function columnOf(parts: readonly string[]): { readonly field: Field | null; readonly group: Group | null } {
  if (parts.some(isWithheld)) return { field: 'withheld', group: null };
  const last = parts.at(-1) ?? '';
  const above = parts.slice(0, -1);
  const group = [...parts].reverse().map(groupOf).find((found) => found !== null) ?? null;
  const parents = above.map(fieldOf);
  const text = bare(last);
  if (parents.includes('born')) {
    const exact = last.normalize('NFC').trim().toLowerCase();
    if (exact === 'năm' || (text === 'nam' && exact !== 'nam')) return { field: 'born-year', group };
    const part = PART_OF_BORN[text];
    if (part) return { field: part, group };
  }
  if (parents.includes('sex')) return { field: text === 'nam' ? 'sex-m' : text === 'nu' ? 'sex-f' : 'sex', group };
  if (parents.includes('count')) return { field: /^(tong|tong so|so|so khau|khau)$/.test(text) || fieldOf(last) === 'count' ? 'count' : 'left-out', group };
  if (group) return { field: fieldOfGroup(last), group };
  const own = fieldOf(last);
  if (own === 'name' && parents.includes('head')) return { field: 'head', group: null };
  return { field: own ?? parents.findLast((field) => field !== null) ?? null, group: null };
}

/** Below the head of a group, or where the head itself is the group: `Vợ/chồng` holds the name. */
function fieldOfGroup(last: string): Field | null {
  if (groupOf(last)) return 'name';
  const field = fieldOf(last);
  return field === 'head' || field === 'members' ? 'name' : field;
}

export const leftOut: Column = { field: 'left-out' };
