// A small commune for tests: two villages, four households, one person of every role, and acts said in order.
import type { Outcome, Refusal, Row, RowKey, Said } from '#journal/act.ts';
import { actId, keyOf } from '#journal/act.ts';
import { read } from '#journal/decide.ts';
import type { Bodies, KindName } from './kinds.ts';
import { kinds } from './kinds.ts';
import { sees } from './places/policy.ts';
import type { PersonRow, Role } from './places/rows.ts';

export const COMMUNE = '23512';
/** A Monday; nothing in the tests depends on the day they run. */
export const TODAY = '2026-03-02';

export interface Spoken {
  readonly id: string;
  /** Rows the act asked for. */
  readonly needs: readonly RowKey[];
  readonly outcome: Outcome;
}

/** An act as it was asked, the rows it read and what came of it: enough to ask it once more, years later. */
export interface Asked {
  readonly kind: string;
  readonly v: number;
  readonly said: Said;
  readonly body: unknown;
  readonly rows: readonly Row[];
  readonly outcome: Outcome;
}

/** Hear every act of every story; the corpus is recorded so (tools/corpus). */
export const hearers: ((asked: Asked) => void)[] = [];

/** Acts said one after another on one server, without phones or roads in between. */
export class Story {
  readonly rows = new Map<RowKey, Row>();
  today = TODAY;
  #turn = 0;

  /** The same commune once more, to go another way from here. */
  copy(): Story {
    const other = new Story();
    for (const [key, row] of this.rows) other.rows.set(key, row);
    other.today = this.today;
    other.#turn = this.#turn;
    return other;
  }

  /** Says the act and keeps what it leaves. Body is unchecked where a test says nonsense on purpose. */
  tell(author: string, kind: string, body: unknown): Spoken {
    const spoken = this.ask(author, kind, body);
    if ('puts' in spoken.outcome) for (const row of spoken.outcome.puts) this.rows.set(keyOf(row), frozen(row));
    return spoken;
  }

  /** What would come of the act over all rows, or over some; keeps nothing. */
  ask(author: string, kind: string, body: unknown, rows: ReadonlyMap<RowKey, Row> = this.rows): Spoken {
    const turn = (this.#turn += 1);
    const id = actId('story', turn);
    const said: Said = { id, device: 'story', commune: COMMUNE, author, at: 0, today: this.today };
    const act = { id, kind, v: kinds.get(kind)!.version, device: 'story', turn, at: 0, body: body as never };
    const reading = read(kinds, act, said);
    if ('waits' in reading) throw new Error(`${kind} could not be judged`);
    const needs = 'refusal' in reading ? [] : reading.readable.needs;
    const outcome = 'refusal' in reading ? reading : reading.readable.decide({ get: (key) => rows.get(key) });
    if ('waits' in outcome) throw new Error(`${kind} could not be judged`);
    for (const hear of hearers) hear({ kind, v: act.v, said, body, rows: needs.flatMap((key) => rows.get(key) ?? []), outcome });
    return { id, needs, outcome };
  }

  /** Says an act that must be taken; answers its id. */
  did<N extends KindName>(author: string, kind: N, body: Bodies[N]): string {
    const { id, outcome } = this.tell(author, kind, body);
    if ('refusal' in outcome) throw new Error(`${author} ${kind}: ${outcome.refusal.code} ${JSON.stringify(outcome.refusal.params)}`);
    return id;
  }

  /** Says an act that must be refused; answers why. */
  refused<N extends KindName>(author: string, kind: N, body: Bodies[N]): Refusal {
    const { outcome } = this.tell(author, kind, body);
    if ('puts' in outcome) throw new Error(`${author} ${kind} was taken`);
    return outcome.refusal;
  }

  row<R extends Row>(kind: R['kind'], id: string): R {
    const row = this.rows.get(`${kind}/${id}`);
    if (!row) throw new Error(`no ${kind}/${id}`);
    return row as R;
  }

  /** What that person may read today. */
  seenBy(author: string): ReadonlyMap<RowKey, Row> {
    const person = this.rows.get(`person/${author}`) as PersonRow | undefined;
    return new Map([...this.rows].filter(([, row]) => person !== undefined && sees(person, row, this.today)));
  }
}

/** A `decide` that changed a row in place would make phone and server differ: here it fails at once. */
function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Everyone in the story: what they are, and what they are called. */
export const PEOPLE: Readonly<Record<string, { readonly name: string; readonly role: Role; readonly village: string | null; readonly households: readonly string[] }>> = {
  mai: { name: 'Trần Thị Mai', role: 'officer', village: null, households: [] },
  thong: { name: 'A Thông', role: 'head', village: 'thon-4', households: [] },
  hoa: { name: 'Y Hoa', role: 'volunteer', village: 'thon-4', households: ['ho-1', 'ho-2'] },
  binh: { name: 'Lê Văn Bình', role: 'volunteer', village: 'thon-4', households: ['ho-3'] },
  sung: { name: 'Siu Sung', role: 'head', village: 'lang-le', households: [] },
  lan: { name: 'Phạm Thị Lan', role: 'supervisor', village: null, households: [] },
  brol: { name: 'A Brol', role: 'household', village: 'thon-4', households: ['ho-1'] },
  nhi: { name: 'Nguyễn Văn Nhị', role: 'household', village: 'thon-4', households: ['ho-2'] },
  tinh: { name: 'Đỗ Văn Tỉnh', role: 'viewer', village: null, households: [] },
};

export const HOUSEHOLDS: Readonly<Record<string, { readonly village: string; readonly no: string; readonly head: string }>> = {
  'ho-1': { village: 'thon-4', no: '012', head: 'A Brol' },
  'ho-2': { village: 'thon-4', no: '012A', head: 'Nguyễn Văn Nhị' },
  'ho-3': { village: 'thon-4', no: '31', head: 'Y Ngọc' },
  'ho-9': { village: 'lang-le', no: '9', head: 'Rơ Châm H’Bơ̆k' },
};

/** The commune founded and everyone in their posts since New Year. */
export function story(): Story {
  const told = new Story();
  told.did('mai', 'commune.found', { code: COMMUNE, name: 'Đăk Mar', province: 'Quảng Ngãi', sample: true });
  told.did('mai', 'person.add', { id: 'mai', name: PEOPLE.mai!.name });
  told.did('mai', 'post.give', { person: 'mai', role: 'officer', village: null, households: [], from: '2026-01-01', until: null });
  told.did('mai', 'village.add', { id: 'thon-4', name: 'Thôn 4', languages: ['vi', 'sed'] });
  told.did('mai', 'village.add', { id: 'lang-le', name: 'Làng Lê', languages: ['jra'] });
  for (const [id, { village, no, head }] of Object.entries(HOUSEHOLDS)) {
    told.did('mai', 'household.register', { id, village, no, head, members: [{ name: head, relation: 'head', sex: null, born: '1970' }] });
  }
  for (const [id, { name, role, village, households }] of Object.entries(PEOPLE)) {
    if (id === 'mai') continue;
    told.did('mai', 'person.add', { id, name });
    told.did('mai', 'post.give', { person: id, role, village, households: [...households], from: '2026-01-01', until: null });
  }
  return told;
}

/** A promise of Y Hoa's to household ho-1, made in a visit; answers its id. */
export function promised(told: Story, dueOn = '2026-03-20'): string {
  const visit = told.did('hoa', 'visit.record', {
    household: 'ho-1', on: TODAY, language: 'sed', promises: [{ what: 'Xin cấp lại thẻ bảo hiểm y tế', keeper: 'hoa', dueOn }],
  });
  return `${visit}.0`;
}
