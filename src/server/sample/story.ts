// Half a year in the sample commune: who visited whom, what was heard and promised, and what became of it.
import { actId, type Json } from '#journal/act.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Asked } from '#commune/rights/rows.ts';
import { Chance } from './chance.ts';
import { makeName } from './names.ts';
import { SAMPLE_COMMUNE, settle, VILLAGES, type SampleHousehold, type SampleVillage } from './people.ts';
import { PETITIONS, REOPENINGS, TALKS, WITHDRAWALS, type Talk } from './talk.ts';

/** One act of the story: said by `by` on its desk device, as the `turn`-th act there, on that day. */
export interface Line {
  readonly by: string;
  readonly device: string;
  readonly turn: number;
  readonly on: Day;
  readonly kind: string;
  readonly body: Json;
}

export interface Story {
  readonly lines: readonly Line[];
  /** Person id → desk device. */
  readonly devices: ReadonlyMap<string, string>;
  readonly officer: string;
  /** Village head and volunteer of the first village, to show how to sign in as them. */
  readonly head: string;
  readonly volunteer: string;
  /** A household with a promise waiting for its word, and its representative. */
  readonly household: { readonly id: string; readonly person: string };
  /** Every household's representative: household id → person id. */
  readonly representatives: ReadonlyMap<string, string>;
}

export const OFFICER = 'lan';
/** Visits begin this many days before today. */
const DAYS = 183;

const dayFrom = (today: Day, offset: number): Day => new Date(Date.parse(`${today}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

const LETTERS = 'abcdefghijkmnpqrstuvwxyz';

/** Device names as the server gives them, eight letters, but counted instead of drawn. */
const deviceName = (count: number): string =>
  `xama${[3, 2, 1, 0].map((place) => LETTERS[Math.floor(count / LETTERS.length ** place) % LETTERS.length]).join('')}`;

interface Said {
  readonly order: number;
  readonly by: string;
  readonly offset: number;
  readonly kind: string;
  /** Built when the turn is known, as rows are named after their act. */
  readonly body: (act: string) => Json;
  readonly told?: (act: string) => void;
}

interface SampleRequest {
  readonly home: SampleHousehold;
  readonly by: string;
  readonly on: number;
  readonly what: Asked;
  readonly about: string | null;
  readonly words: string | null;
  readonly answers: readonly { readonly did: 'heard' | 'done' | 'declined'; readonly on: number; readonly words: string }[];
  readonly told?: number;
}

class Teller {
  readonly #chance = new Chance(20260303);
  readonly #today: Day;
  readonly #said: Said[] = [];
  readonly #devices = new Map<string, string>();
  readonly representatives = new Map<string, string>();
  /** Filled when the acts get their turns: the story's own name of a promise → its row id. */
  readonly #rows = new Map<string, string>();
  head = '';
  volunteer = '';
  waiting: string | undefined;
  #count = 0;

  constructor(today: Day) {
    this.#today = today;
  }

  say(by: string, offset: number, kind: string, body: (act: string) => Json, told?: (act: string) => void): void {
    this.#said.push({ order: this.#count++, by, offset: Math.min(offset, 0), kind, body, ...(told ? { told } : {}) });
  }

  day(offset: number): Day {
    return dayFrom(this.#today, Math.min(offset, 0));
  }

  found(): void {
    const start = -DAYS - 20;
    this.say(OFFICER, start, 'commune.found', () => ({ ...SAMPLE_COMMUNE, sample: true }));
    this.person(OFFICER, 'Trần Thị Ngọc Lan', start);
    this.post(OFFICER, 'officer', null, [], start);
    for (const { id, name, languages } of VILLAGES) this.say(OFFICER, start, 'village.add', () => ({ id, name, languages: [...languages] }));
    this.person('giam-sat', 'Võ Thanh Tâm', start);
    this.post('giam-sat', 'supervisor', null, [], start);
    this.person('tinh', 'Phạm Minh Khánh', start);
    this.post('tinh', 'viewer', null, [], start);
  }

  person(id: string, name: string, offset: number): void {
    this.say(OFFICER, offset, 'person.add', () => ({ id, name }));
  }

  post(person: string, role: string, village: string | null, households: readonly string[], offset: number): void {
    this.say(OFFICER, offset, 'post.give', () => ({ person, role, village, households: [...households], from: this.day(offset), until: null }));
  }

  register(households: readonly SampleHousehold[]): void {
    for (const { id, village, no, head, language, place, members } of households) {
      this.say(OFFICER, -DAYS - 15, 'household.register', () => ({
        id, village: village.id, no, head, language, place, phone: null, members: members.map(({ name, relation, sex, born }) => ({ name, relation, sex, born })),
      }));
    }
  }

  village(village: SampleVillage, households: readonly SampleHousehold[]): void {
    const head = `truong-${village.id}`;
    const start = -DAYS - 10;
    this.person(head, makeName(this.#chance, village.form, 'm'), start);
    this.post(head, 'head', village.id, [], start);
    if (this.head === '') this.head = head;
    const share = Math.ceil(households.length / village.volunteers);
    for (let i = 0; i < village.volunteers; i++) {
      const volunteer = `tnv-${village.id}-${i + 1}`;
      const assigned = households.slice(i * share, (i + 1) * share);
      this.person(volunteer, makeName(this.#chance, village.form, this.#chance.chance(0.5) ? 'm' : 'f'), start);
      this.post(volunteer, 'volunteer', village.id, assigned.map((one) => one.id), start);
      if (this.volunteer === '') this.volunteer = volunteer;
      for (const household of assigned) this.household(household, volunteer, head);
    }
  }

  household(household: SampleHousehold, volunteer: string, head: string): void {
    const visits = this.#chance.pick([1, 2, 2, 2, 3, 3]);
    const late = this.#chance.chance(0.12) ? -95 : 0;
    for (let i = 0; i < visits; i++) {
      const from = -DAYS + Math.floor((i * (DAYS + late)) / visits);
      const on = from + this.#chance.below(Math.max(1, Math.floor((DAYS + late) / visits) - 2));
      this.visit(household, i === visits - 1 && this.#chance.chance(0.15) ? head : volunteer, on, i === 0);
    }
  }

  visit(household: SampleHousehold, by: string, on: number, first: boolean): void {
    const talks = [this.#chance.pick(TALKS), ...(this.#chance.chance(0.35) ? [this.#chance.pick(TALKS)] : [])];
    const met = [household.members[this.#chance.below(Math.min(2, household.members.length))]!.name];
    const promised = talks.filter((talk) => talk.promise && this.#chance.chance(0.55));
    const names = promised.map((_, i) => `${household.id}@${on}.${this.#count}.${i}`);
    this.say(by, on, 'visit.record', () => ({
      household: household.id, on: this.day(on), came: [by], along: this.#chance.chance(0.2) ? ['Chi hội trưởng phụ nữ'] : [], met, language: household.language,
      consents: first ? [{ purpose: 'visit-notes', given: true, how: 'spoken', by: met[0]! }] : [],
      heard: talks.map(({ topic, words }) => ({ topic, words, clip: null, petition: false })), photos: [],
      promises: promised.map(({ promise }) => ({ what: promise!.what, keeper: by, dueOn: dayFrom(this.#today, on + promise!.days) })),
    }), (act) => names.forEach((name, i) => this.#rows.set(name, `${act}.${this.promiseAt(i)}`)));
    promised.forEach((talk, i) => this.fate(household, names[i]!, talk, by, on));
    if (this.#chance.chance(0.012)) this.petition(household, by, on);
  }

  /** Rows of visit.record are numbered through its petitions and promises; the story's visits have no petitions. */
  promiseAt(i: number): number {
    return i;
  }

  /** What became of a promise. Only the household closes it. */
  fate(household: SampleHousehold, name: string, talk: Talk, keeper: string, made: number): void {
    const days = talk.promise!.days;
    const claimed = made + this.#chance.between(2, Math.ceil(days * 1.25));
    const about = (act: Record<string, Json>) => () => ({ promise: this.#rows.get(name)!, household: household.id, ...act });
    const luck = this.#chance.next();
    if (luck < 0.035) {
      this.say(keeper, made + days, 'promise.withdraw', about({ words: this.#chance.pick(WITHDRAWALS) }));
      this.say(keeper, made + days + 2, 'promise.told', about({ on: this.day(made + days + 2) }));
      return;
    }
    if (luck > 0.93 || claimed > -1) return;
    this.say(keeper, claimed, 'promise.claim', about({ words: talk.claim ?? 'Đã làm xong.', photo: null, on: this.day(claimed) }));
    const answered = claimed + this.#chance.between(1, 9);
    if (answered > -1 || luck > 0.86) {
      this.waiting ??= household.village.id === 'thon-4' ? household.id : undefined;
      return;
    }
    const family = this.representative(household);
    if (luck > 0.8 && answered < -12) {
      this.say(family, answered, 'promise.reopen', about({ words: this.#chance.pick(REOPENINGS) }));
      this.say(keeper, answered + 5, 'promise.claim', about({ words: 'Đã làm lại, mời gia đình xem.', photo: null, on: this.day(answered + 5) }));
      this.say(family, answered + 7, 'promise.confirm', about({ words: 'Được rồi, cảm ơn.' }));
      return;
    }
    this.say(family, answered, 'promise.confirm', about({ words: null }));
  }

  petition(household: SampleHousehold, by: string, on: number): void {
    const { topic, matter, reply } = this.#chance.pick(PETITIONS);
    const name = `petition@${this.#count}`;
    this.say(by, on, 'petition.file', () => ({ household: household.id, topic, matter, on: this.day(on) }), (act) => this.#rows.set(name, act));
    if (on < -12) {
      this.say(OFFICER, on + 8, 'petition.reply', () => ({ petition: this.#rows.get(name)!, household: household.id, words: reply, final: true, on: this.day(on + 8) }));
    }
  }

  /** Petitions of the last weeks that wait for the office: fresh, about due, told how far it is, and late. */
  unanswered(households: readonly SampleHousehold[]): void {
    const days = [-2, -10, -14, -26] as const;
    days.forEach((on, i) => {
      const household = households[i]!;
      const { topic, matter } = PETITIONS[(i * 2 + 1) % PETITIONS.length]!;
      const name = `waiting@${i}`;
      this.say(this.head, on, 'petition.file', () => ({ household: household.id, topic, matter, on: this.day(on) }), (act) => this.#rows.set(name, act));
      if (on !== -14) return;
      this.say(OFFICER, -6, 'petition.reply', () => ({ petition: this.#rows.get(name)!, household: household.id, words: 'Xã đã nhận, đang chờ phòng chuyên môn xem tại chỗ. Sẽ báo lại trong tháng này.', final: false, on: this.day(-6) }));
    });
  }

  /** What families asked about their own data: done, under way, about due, late, refused with a reason, and one erasing that waits for the second person. */
  asked(home: SampleHousehold, others: readonly SampleHousehold[]): void {
    const family = this.representative(home);
    this.request({ home, by: family, on: -40, what: 'see', about: null, words: null, answers: [{ did: 'done', on: -39, words: 'Đã in một bản, đưa tận tay gia đình.' }], told: -38 });
    this.request({ home, by: family, on: -3, what: 'correct', about: 'household.place', words: 'Nhà tôi dọn sang bên kia suối từ Tết.', answers: [{ did: 'heard', on: -2, words: 'Xã đã nhận, trưởng thôn sẽ ghé xem rồi sửa.' }] });
    const [late, fresh, refused, erased] = others as readonly [SampleHousehold, SampleHousehold, SampleHousehold, SampleHousehold];
    this.request({ home: late, by: this.head, on: -12, what: 'object', about: null, words: 'Đừng ghi chuyện nợ nần của nhà tôi nữa.', answers: [] });
    this.request({ home: fresh, by: this.head, on: 0, what: 'restrict', about: null, words: null, answers: [] });
    this.request({ home: refused, by: this.head, on: -30, what: 'correct', about: 'household.no', words: 'Xin đổi sang số hộ đẹp hơn.', answers: [{ did: 'declined', on: -29, words: 'Số hộ theo sổ của thôn, đổi thì lẫn với nhà khác. Gia đình vẫn giữ số này.' }], told: -27 });
    const name = this.request({ home: erased, by: this.head, on: -6, what: 'erase', about: null, words: 'Gia đình chuyển hẳn về xuôi, xin xoá hết.', answers: [{ did: 'heard', on: -5, words: 'Xã đã nhận. Việc này phải hai người quyết.' }] });
    this.say(OFFICER, -4, 'erase.ask', () => ({ request: this.#rows.get(name)!, household: erased.id, on: this.day(-4) }));
  }

  /** One request with its answers; gives the story's own name of it. */
  request({ home, by, on, what, about, words, answers, told }: SampleRequest): string {
    const name = `request@${this.#count}`;
    const of = (act: Record<string, Json>) => () => ({ request: this.#rows.get(name)!, household: home.id, ...act });
    this.say(by, on, 'right.ask', () => ({ household: home.id, what, about, words, by: home.head, on: this.day(on) }), (act) => this.#rows.set(name, act));
    for (const answer of answers) this.say(OFFICER, answer.on, 'right.answer', of({ did: answer.did, words: answer.words, on: this.day(answer.on) }));
    if (told !== undefined) this.say(by, told, 'right.told', of({ on: this.day(told) }));
    return name;
  }

  /** The household's representative, made when it first has something to say. */
  representative(household: SampleHousehold): string {
    const known = this.representatives.get(household.id);
    if (known) return known;
    const person = `ho-${household.id}`;
    this.representatives.set(household.id, person);
    this.person(person, household.head, -DAYS - 9);
    this.post(person, 'household', household.village.id, [household.id], -DAYS - 9);
    return person;
  }

  /** Gives every act its device and turn, in the order of days. */
  told(): Line[] {
    const turns = new Map<string, number>();
    return [...this.#said].sort((a, b) => a.offset - b.offset || a.order - b.order).map((said): Line => {
      const device = this.device(said.by);
      const turn = (turns.get(device) ?? 0) + 1;
      turns.set(device, turn);
      const act = actId(device, turn);
      said.told?.(act);
      return { by: said.by, device, turn, on: this.day(said.offset), kind: said.kind, body: said.body(act) };
    });
  }

  device(person: string): string {
    const known = this.#devices.get(person);
    if (known) return known;
    const device = deviceName(this.#devices.size);
    this.#devices.set(person, device);
    return device;
  }

  get devices(): ReadonlyMap<string, string> {
    return this.#devices;
  }
}

/** The story as of a day: the same commune every time, its days counted back from today. */
export function tellStory(today: Day): Story {
  const teller = new Teller(today);
  const households = settle(new Chance(216898), Number(today.slice(0, 4)));
  teller.found();
  teller.register(households);
  for (const village of VILLAGES) teller.village(village, households.filter((one) => one.village === village));
  const shown = teller.waiting ?? households[0]!.id;
  const home = households.find((one) => one.id === shown)!;
  const person = teller.representative(home);
  teller.unanswered([home, ...households.filter((one) => one.village === home.village && one !== home && Number(one.no) % 40 === 7)]);
  teller.asked(home, households.filter((one) => one.village === home.village && one !== home && Number(one.no) % 40 === 11));
  const lines = teller.told();
  return {
    lines, devices: teller.devices, officer: OFFICER, head: teller.head, volunteer: teller.volunteer,
    household: { id: shown, person }, representatives: teller.representatives,
  };
}
