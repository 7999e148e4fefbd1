// A household as a file tells of it, before it is set beside the register.
import type { Language } from '../../places/rows.ts';
import type { Relation } from '../rows.ts';

export interface FileMember {
  /** As the spreadsheet counts, from 1. */
  readonly row: number;
  readonly name: string;
  /** null: the file does not say. */
  readonly relation: Relation | null;
  readonly sex: 'm' | 'f' | null;
  readonly born: string | null;
}

export interface FileHousehold {
  readonly sheet: string;
  readonly row: number;
  readonly village: string;
  /** null: the file has no numbers; a new household is given the next one. */
  readonly no: string | null;
  readonly head: string;
  readonly members: readonly FileMember[];
  /** Whether the file means to list everybody: only then has somebody who is missing left. */
  readonly listed: boolean;
  readonly place: string | null;
  readonly phone: string | null;
  readonly language: Language | null;
}

/** A name for comparing: case, blanks and Unicode form do not tell people apart; marks do. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
