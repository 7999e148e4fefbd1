// "Correct and write again": a refused act goes back into the form it came from, so that nothing has to be told twice.
import type { Json } from '#journal/act.ts';
import type { ConsentPurpose } from '#commune/households/rows.ts';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book, HouseholdPage, KeptActWithTrust } from '#phone/book.ts';
import { packed } from '#phone/parts/draft.ts';
import { dayText } from '#phone/words/format.ts';
import { NO_ANSWER, type ConsentAnswer } from '../household/consent-ask.tsx';
import { formOf } from '../household/household-fields.ts';
import { freshVisit, type HeardDraft, type VisitDraft } from '../visit/visit-draft.ts';
import type { PromiseDraft } from '../household/promise-fields.tsx';
import { bodyOf, type ActBody } from './act-line.ts';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Brings a kept photo or recording back beside the draft; null where its bytes are no longer on the phone. */
async function recalled(book: Book, form: string, clip: Json | undefined): Promise<string | null> {
  if (clip === null || clip === undefined) return null;
  const { hash } = clip as unknown as Clip;
  const blob = await book.clip(hash).catch(() => null);
  if (!blob) return null;
  await book.keepDraft(`${form}/clip/${hash}`, await packed(blob));
  return hash;
}

async function visitDraft(book: Book, body: ActBody, page: HouseholdPage): Promise<VisitDraft> {
  const form = `visit/${page.household.id}`;
  const answers: Record<ConsentPurpose, ConsentAnswer> = { 'visit-notes': NO_ANSWER, photo: NO_ANSWER, voice: NO_ANSWER };
  for (const said of list(body['consents']) as unknown as readonly { purpose: ConsentPurpose; given: boolean; how: 'spoken' | 'signed'; by: string }[]) {
    answers[said.purpose] = { given: said.given, how: said.how, by: said.by };
  }
  const heard: HeardDraft[] = [];
  for (const one of list(body['heard']) as unknown as readonly { topic: HeardDraft['topic']; words?: string | null; clip?: Json; petition?: boolean }[]) {
    heard.push({ topic: one.topic, words: one.words ?? '', voice: await recalled(book, form, one.clip), petition: one.petition ?? false });
  }
  const photos: string[] = [];
  for (const photo of list(body['photos'])) {
    const name = await recalled(book, form, photo);
    if (name !== null) photos.push(name);
  }
  const known = new Set([page.household.body.head, ...page.household.body.members.map((member) => member.name)]);
  const met = list(body['met']).map((name) => text(name));
  return {
    ...freshVisit(book, page), on: text(body['on']), came: list(body['came']).map(text), along: list(body['along']).map(text).join(', '),
    met: met.filter((name) => known.has(name)), metOther: met.filter((name) => !known.has(name)).join(', '), nobody: met.length === 0,
    language: text(body['language']), answers, heard, photos,
    promises: list(body['promises']).map((one) => one as unknown as PromiseDraft),
  };
}

interface Refill {
  readonly name: string;
  readonly form: Json;
  readonly to: string;
}

/** Forms that hold just what the act says. */
async function refillOf(book: Book, kind: string, body: ActBody): Promise<Refill | null> {
  const asked = text(body['household']);
  const page = asked === '' ? undefined : await book.page(asked);
  // A household merged meanwhile is written to where it stands now.
  const household = page?.household.id ?? asked;
  const promise = text(body['promise']);
  if (kind === 'household.register') {
    const { id, village, no, head, place, phone, language } = body;
    return { name: 'register', form: { id: id ?? null, village: village ?? null, no: text(no), head: text(head), place: text(place), phone: text(phone), language: language ?? null }, to: '#/ho-moi' };
  }
  if (!page) return null;
  switch (kind) {
    case 'visit.record': return { name: `visit/${household}`, form: (await visitDraft(book, body, page)) as unknown as Json, to: `#/tham/${household}` };
    case 'household.amend': {
      const now = formOf(page.household.body);
      const said = Object.fromEntries(Object.keys(now).filter((field) => field in body).map((field) => [field, field === 'language' ? (body[field] ?? null) : text(body[field])]));
      return { name: `amend/${household}`, form: { ...now, ...said }, to: `#/ho/${household}/sua` };
    }
    case 'member.add': case 'member.amend': {
      const member = text(body['member']);
      const now = page.household.body.members.find((one) => one.id === member);
      const form = { name: text(body['name']) || (now?.name ?? ''), relation: body['relation'] ?? now?.relation ?? null, sex: body['sex'] ?? now?.sex ?? null, born: dayText(text(body['born']) || (now?.born ?? '')) };
      return { name: `member/${household}/${member}`, form, to: member === '' ? `#/ho/${household}/nguoi` : `#/ho/${household}/nguoi/${member}` };
    }
    case 'petition.file': return { name: `petition/${household}`, form: { topic: body['topic'] ?? null, matter: text(body['matter']), on: text(body['on']) }, to: `#/ho/${household}/don` };
    case 'petition.reply': return { name: `reply/${text(body['petition'])}`, form: { words: text(body['words']), final: body['final'] === true ? 'yes' : 'no' }, to: `#/don/${household}/${text(body['petition'])}/tra-loi` };
    case 'promise.make': return { name: `promise/${household}`, form: { what: text(body['what']), keeper: text(body['keeper']), dueOn: body['dueOn'] ?? null }, to: `#/ho/${household}/hua` };
    case 'consent.record': return { name: `consent/${household}`, form: null, to: `#/ho/${household}/dong-y/${text(body['purpose'])}` };
    default: return PROMISE_FORMS[kind] === undefined ? null : {
      name: `${kind.slice('promise.'.length)}/${promise}`,
      form: { words: text(body['words']), to: body['to'] ?? null, dueOn: body['dueOn'] ?? null, on: text(body['on']) || book.today(), photo: await recalled(book, `claim/${promise}`, body['photo']) },
      to: `#/hua/${household}/${promise}/${PROMISE_FORMS[kind]}`,
    };
  }
}

const PROMISE_FORMS: Readonly<Record<string, string>> = {
  'promise.claim': 'xong', 'promise.offer': 'nho', 'promise.decline': 'tu-choi', 'promise.postpone': 'hoan', 'promise.withdraw': 'rut',
};
const AGAIN: ReadonlySet<string> = new Set([
  'household.register', 'visit.record', 'household.amend', 'member.add', 'member.amend', 'petition.file', 'petition.reply', 'promise.make', 'consent.record', ...Object.keys(PROMISE_FORMS),
]);

/** Refusals that no other wording would change: writing it again would only be refused again. */
const SETTLED: ReadonlySet<string> = new Set([
  'household.unknown', 'post.needed', 'post.ended', 'person.closed', 'act.altered', 'promise.not-open', 'promise.not-done', 'promise.not-keeper',
  'promise.not-offered', 'promise.not-withdrawn', 'promise.told', 'promise.unknown', 'petition.answered', 'petition.unknown', 'visit.unknown', 'visit.too-late', 'member.unknown',
]);

/** Whether this act has a form to go back into, and another wording could be taken. */
export const mayWriteAgain = (kept: KeptActWithTrust): boolean =>
  AGAIN.has(kept.act.kind) && !(kept.verdict && 'refusal' in kept.verdict && SETTLED.has(kept.verdict.refusal.code));

/** Fills the form with what was said, takes the refused act off the list, and answers where the form is. */
export async function writeAgain(book: Book, kept: KeptActWithTrust): Promise<string | null> {
  const refill = await refillOf(book, kept.act.kind, bodyOf(kept));
  if (!refill) return null;
  if (refill.form !== null) await book.keepDraft(refill.name, refill.form);
  await book.dismiss(kept.act.turn);
  return refill.to;
}
