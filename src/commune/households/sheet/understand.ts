// Turns the rows of a mapped sheet into households, and says of every row what is wrong with it and where.
import type { Day, Language } from '../../places/rows.ts';
import type { Relation } from '../rows.ts';
import { isBlank, textOf, type Cell, type Sheet } from './cell.ts';
import { nameKey, type FileHousehold, type FileMember } from './file-household.ts';
import { rowKinds } from './frame.ts';
import { isLoose, villageOf, type NamedVillage } from './guess.ts';
import type { Field, Mapping } from './mapping.ts';
import { columnsOf, note, readPerson, readText, take, type Columns, type RowReading } from './person.ts';
import { checkColumns } from './whole-sheet.ts';
import { problem, type Problem } from './problems.ts';
import { numberKey, readCount, readLanguage, readNumber, readPhone, readRelation } from './values.ts';

export interface Setting {
  /** Where the sheet does not say. */
  readonly village: string | null;
  readonly villages: readonly NamedVillage[];
  readonly today: Day;
}

export interface Understood {
  readonly households: readonly FileHousehold[];
  readonly problems: readonly Problem[];
}

/** Most members a household of the register may have (`member.ts`). */
const MOST_MEMBERS = 60;

/** A household while its rows are read. */
interface Draft {
  readonly reading: RowReading;
  readonly village: string;
  readonly titled: boolean;
  noText: string;
  no: string | null;
  headText: string | null;
  /** Where the head stands in a column of its own, with what the row says of them. */
  headPerson: FileMember | null;
  readonly members: FileMember[];
  place: string | null;
  phone: string | null;
  language: Language | null;
  count: number | null;
}

/** Reads one sheet as it is mapped. Pure: the same sheet and mapping give the same households and problems. */
export function understand(sheet: Sheet, mapping: Mapping, setting: Setting): Understood {
  return new Reader(sheet, mapping, setting).read();
}

class Reader {
  readonly #sheet: Sheet;
  readonly #mapping: Mapping;
  readonly #setting: Setting;
  readonly #columns: ReadonlyMap<number, Columns>;
  readonly #own: Columns;
  readonly #problems: Problem[] = [];
  readonly #households: FileHousehold[] = [];
  readonly #missed = new Map<string, { count: number; row: number; code: 'village.unknown' | 'village.left-out' }>();
  #draft: Draft | null = null;
  /** The household at hand belongs to a village that is left out or unknown: its people are passed over. */
  #skipping = false;
  #section: string | null = null;
  #afterBlank = true;
  #inColumn = '';

  constructor(sheet: Sheet, mapping: Mapping, setting: Setting) {
    this.#sheet = sheet;
    this.#mapping = mapping;
    this.#setting = setting;
    this.#columns = columnsOf(mapping);
    this.#own = this.#columns.get(0) ?? new Map<Field, number>();
  }

  read(): Understood {
    const where = { sheet: this.#sheet.name };
    if (!this.#own.has('head') && !this.#own.has('name')) {
      const code = this.#mapping.headRows === 0 ? 'sheet.no-head' : 'column.missing';
      return { households: [], problems: [problem(code, where)] };
    }
    this.#rows();
    this.#finish();
    for (const [name, { code, row, count }] of this.#missed) this.#problems.push(problem(code, { ...where, row }, { name, count }));
    if (this.#households.length === 0 && this.#problems.length === 0) this.#problems.push(problem('sheet.no-people', where));
    this.#problems.push(...checkColumns(this.#sheet, this.#mapping));
    const order = (one: Problem): number => one.row ?? 0;
    return { households: this.#households, problems: this.#problems.sort((a, b) => order(a) - order(b)) };
  }

  #rows(): void {
    const kinds = rowKinds(this.#sheet, this.#mapping);
    let ended = false;
    for (let r = this.#mapping.headRow + this.#mapping.headRows; r < this.#sheet.rows.length; r++) {
      const kind = kinds[r]!;
      if (kind.is === 'people') {
        ended = ended && isLoose(this.#sheet.rows[r]!);
        if (!ended) this.#people(this.#reading(r));
      } else if (kind.is === 'village') {
        this.#finish();
        this.#section = kind.name;
      } else if (kind.is === 'household') this.#title(this.#reading(r), kind.no, kind.head);
      else ended = kind.is === 'total' || kind.is === 'signature' || (ended && kind.is === 'blank');
      this.#afterBlank = kind.is === 'blank';
    }
  }

  #reading(r: number): RowReading {
    return {
      sheet: this.#sheet.name, r, cells: this.#sheet.rows[r]!, problems: this.#problems,
      today: this.#setting.today, dates: this.#mapping.dates,
    };
  }

  #people(row: RowReading): void {
    if (this.#mapping.layout === 'household') {
      this.#finish();
      this.#householdRow(row);
      return;
    }
    if (this.#starts(row)) {
      this.#finish();
      this.#open(row, false);
    }
    if (!this.#draft) {
      if (this.#skipping) return;
      const person = readPerson(row, this.#own, 'name', null);
      if (person) note(row, 'member.without-household', undefined, { name: person.name });
      return;
    }
    this.#alsoHousehold(row, this.#draft);
    const person = readPerson(row, this.#own, this.#own.has('name') ? 'name' : 'head', null);
    if (person) this.#draft.members.push(person);
  }

  /** Whether this row of a person begins the next household. */
  #starts(row: RowReading): boolean {
    const text = (field: Field): string => {
      const c = this.#own.get(field);
      return c === undefined ? '' : textOf(row.cells[c]);
    };
    const draft = this.#draft;
    // A row `Hộ số 12` has begun it already.
    if (draft?.titled && draft.members.length === 0) return false;
    const village = text('village');
    if (draft && village !== '' && this.#inColumn !== '' && village !== this.#inColumn) return true;
    switch (this.#mapping.starts) {
      case 'number':
        return text('no') !== '' && (!draft || numberKey(text('no')) !== numberKey(draft.noText));
      case 'relation': {
        const c = this.#own.get('relation');
        const read = readRelation(c === undefined ? null : row.cells[c]);
        return 'value' in read && read.value?.relation === 'head';
      }
      case 'head':
        return text('head') !== '' && (!draft || nameKey(text('head')) !== nameKey(draft.headText ?? ''));
      case 'restart':
        return text('index') === '1';
      case 'blank':
        return !draft || (this.#afterBlank && !draft.titled);
    }
  }

  #open(row: RowReading, titled: boolean): Draft | null {
    const village = this.#village(row);
    this.#skipping = village === null;
    if (village === null) {
      this.#draft = null;
      return null;
    }
    const c = this.#own.get('no');
    const noText = titled || c === undefined ? '' : textOf(row.cells[c]);
    const no = titled ? null : take(row, c, readNumber);
    const draft: Draft = {
      reading: row, village, titled, noText, no, headText: null, headPerson: null, members: [],
      place: null, phone: null, language: null, count: null,
    };
    this.#draft = draft;
    return draft;
  }

  #title(row: RowReading, no: string | null, head: string | null): void {
    this.#finish();
    const draft = this.#open(row, true);
    if (!draft) return;
    draft.no = no;
    draft.noText = no ?? '';
    draft.headText = head;
  }

  #householdRow(row: RowReading): void {
    const said = [...this.#own].some(([field, c]) => field !== 'no' && field !== 'index' && field !== 'village' && !isBlank(row.cells[c]));
    // Forms come with numbers printed ahead for households that are not there yet.
    if (!said) return;
    const draft = this.#open(row, false);
    if (!draft) return;
    this.#alsoHousehold(row, draft);
    draft.headPerson = readPerson(row, this.#own, 'head', 'head');
    draft.headText = draft.headPerson?.name ?? null;
    for (const [member, columns] of [...this.#columns].sort(([a], [b]) => a - b)) {
      if (member === 0) continue;
      const person = readPerson(row, columns, 'name', this.#relationOf(member));
      if (person) draft.members.push(person);
    }
    draft.members.push(...listedIn(row, this.#own.get('members')));
  }

  #relationOf(member: number): Relation | null {
    return this.#mapping.columns.find((column) => column.member === member && column.relation !== undefined)?.relation ?? null;
  }

  /** What any row of a household may say of the whole: the first that says it counts. */
  #alsoHousehold(row: RowReading, draft: Draft): void {
    const own = this.#own;
    draft.place ??= take(row, own.get('place'), readText(160));
    draft.phone ??= take(row, own.get('phone'), readPhone);
    draft.language ??= take(row, own.get('language'), readLanguage);
    draft.count ??= take(row, own.get('count'), readCount);
    if (this.#mapping.layout === 'person' && own.has('head') && own.has('name')) draft.headText ??= take(row, own.get('head'), readText(80));
  }

  /** The village of a row; null where its rows are left out or the village is not known, which is noted once a name. */
  #village(row: RowReading): string | null {
    const c = this.#own.get('village');
    const said = c === undefined ? '' : textOf(row.cells[c]).slice(0, 200);
    if (said !== '') this.#inColumn = said;
    const text = this.#inColumn || this.#section;
    if (!text) {
      if (this.#setting.village === null && !this.#problems.some((one) => one.code === 'village.missing')) this.#problems.push(problem('village.missing', { sheet: this.#sheet.name }));
      return this.#setting.village;
    }
    const known = Object.hasOwn(this.#mapping.villages, text) ? this.#mapping.villages[text]! : undefined;
    const village = known === undefined ? villageOf(text, this.#setting.villages) : known;
    if (village !== null && this.#setting.villages.some(({ id }) => id === village)) return village;
    const missed = this.#missed.get(text) ?? { count: 0, row: row.r + 1, code: known === null ? 'village.left-out' as const : 'village.unknown' as const };
    missed.count += 1;
    this.#missed.set(text, missed);
    return null;
  }

  #finish(): void {
    const draft = this.#draft;
    this.#draft = null;
    if (!draft || (draft.headText === null && draft.members.length === 0 && this.#mapping.layout === 'person' && draft.place === null && draft.phone === null)) return;
    const head = this.#headOf(draft);
    if (head === null) return;
    const listed = this.#mapping.layout === 'person' || this.#columns.size > 1 || this.#own.has('members');
    const members = this.#membersOf(draft, head, listed);
    if (members.length > MOST_MEMBERS) note(draft.reading, 'household.too-many', undefined, { found: members.length, most: MOST_MEMBERS });
    if (listed && draft.count !== null && draft.count !== members.length) note(draft.reading, 'count.differs', this.#own.get('count'), { said: draft.count, found: members.length });
    noteTwins(draft, members);
    this.#households.push({
      sheet: this.#sheet.name, row: draft.reading.r + 1, village: draft.village, no: draft.no, head: head.name,
      members, listed, place: draft.place, phone: draft.phone, language: draft.language,
    });
  }

  /** Who heads the household: by relation, by the head's own column, or as the first of a list without relations. */
  #headOf(draft: Draft): { readonly name: string; readonly member: FileMember | null } | null {
    const heads = draft.members.filter((member) => member.relation === 'head');
    if (heads.length > 1) {
      note({ ...draft.reading, r: heads[1]!.row - 1 }, 'household.two-heads', this.#own.get('relation'), { first: heads[0]!.name, second: heads[1]!.name });
      return null;
    }
    const named = draft.headText === null ? undefined : draft.members.find((member) => nameKey(member.name) === nameKey(draft.headText!));
    if (heads[0]) {
      if (draft.headText !== null && !named) note(draft.reading, 'household.head-differs', this.#own.get('head'), { head: draft.headText, member: heads[0].name });
      return { name: heads[0].name, member: heads[0] };
    }
    if (draft.headText !== null) {
      if (!named && this.#mapping.layout === 'person') note(draft.reading, 'household.head-not-listed', this.#own.get('head'), { head: draft.headText });
      return { name: draft.headText, member: named ?? null };
    }
    const first = draft.members[0];
    if (first && (!this.#own.has('relation') || first.relation === null)) return { name: first.name, member: first };
    if (!this.#problems.some((one) => one.row === draft.reading.r + 1 && one.level === 'stop')) note(draft.reading, 'household.no-head', undefined, {});
    return null;
  }

  #membersOf(draft: Draft, head: { readonly name: string; readonly member: FileMember | null }, listed: boolean): readonly FileMember[] {
    const members = draft.members.map((member) => (member === head.member ? { ...member, relation: 'head' as const } : member));
    const { headPerson } = draft;
    if (!headPerson) return members;
    // Of a list of heads alone, only what it knows of them is kept as a member.
    if (!listed && headPerson.born === null && headPerson.sex === null) return members;
    return [{ ...headPerson, relation: 'head' }, ...members.filter((member) => member !== head.member)];
  }
}

/** The same name and birth twice in one household is most often one row copied too far. */
function noteTwins(draft: Draft, members: readonly FileMember[]): void {
  const seen = new Map<string, FileMember>();
  for (const member of members) {
    const key = `${nameKey(member.name)} ${member.born ?? ''}`;
    if (seen.has(key)) note({ ...draft.reading, r: member.row - 1 }, 'member.twice', undefined, { name: member.name });
    seen.set(key, member);
  }
}

/** `Nguyễn Thị Hoa (vợ, 1985); Nguyễn Văn Nam - con - 2010`: several people in one cell. */
function listedIn(row: RowReading, column: number | undefined): readonly FileMember[] {
  const cell: Cell | undefined = column === undefined ? null : row.cells[column];
  if (typeof cell !== 'string') return [];
  return cell.split(/[\n;]|,(?![^(]*\))/u).flatMap((one): FileMember[] => {
    const born = /\b(19|20)\d{2}\b/u.exec(one)?.[0] ?? null;
    const words = one.replace(/\b(19|20)\d{2}\b/u, ' ').split(/[(),]|\s[-–]\s/u).map((part) => textOf(part)).filter((part) => /\p{L}/u.test(part));
    const name = words[0]?.replace(/^(\d{1,2}\s*[.)]|[-–+*•])\s*/u, '').replace(/[.\s-]+$/u, '') ?? '';
    if (name === '' || name.length > 80) return [];
    const read = words.slice(1).map((word) => readRelation(word)).find((value) => 'value' in value && value.doubt === undefined && value.value !== null);
    const told = read && 'value' in read ? read.value : null;
    return [{ row: row.r + 1, name, relation: told?.relation ?? null, sex: told?.sex ?? null, born }];
  });
}

