// One waiting act in a line a person recognises: what it was, for which household, and its first words.
import type { Act, Json } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';
import { words as vi } from '#phone/words/acts.vi.ts';
import { f } from '#phone/words/field.ts';
import { wordbook } from '#phone/words/words.ts';

const say = wordbook('acts', vi);

/** An act as it waits here, or as it lies in the office's tray. */
interface Told {
  readonly act: Act;
}

export type ActBody = { readonly [key: string]: Json };
export const bodyOf = (kept: Told): ActBody => (kept.act.body ?? {}) as ActBody;
const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

export interface ActLine {
  readonly name: string;
  /** The household it is about. */
  readonly who: string | null;
  readonly note: string;
  /** Where it can be looked at; null: nowhere any more. */
  readonly href: string | null;
}

/** Every word that was said in it, so that nothing is lost where it cannot be written again. */
export function wordsOf(kept: Told): readonly string[] {
  const body = bodyOf(kept);
  const within = (list: Json | undefined, field: string): readonly (string | null)[] =>
    (Array.isArray(list) ? list : []).map((one) => text((one as ActBody)[field]));
  return [kept.act.kind === 'right.ask' ? null : text(body['what']), text(body['matter']), text(body['words']), ...within(body['heard'], 'words'), ...within(body['promises'], 'what')].filter((one) => one !== null);
}

function hrefOf(kind: string, body: ActBody, household: string | null): string | null {
  const noun = kind.split('.')[0];
  if (household === null) return noun === 'person' || noun === 'post' || noun === 'village' || noun === 'commune' ? '#/van-phong' : null;
  if (noun === 'promise' && text(body['promise'])) return `#/hua/${household}/${text(body['promise'])}`;
  if (noun === 'right' || noun === 'erase') return text(body['request']) ? `#/quyen/${household}/${text(body['request'])}` : `#/quyen/${household}`;
  if (kind === 'petition.reply') return `#/don/${household}/${text(body['petition'])}`;
  return `#/ho/${household}`;
}

export function actLine(book: Book, kept: Told): ActLine {
  const { kind } = kept.act;
  const body = bodyOf(kept);
  const household = text(body['household']) ?? text(body['into']) ?? (kind === 'household.register' ? text(body['id']) : null);
  const line = household === null ? undefined : book.lines.value.find((one) => one.id === household);
  const promise = line?.promises.find((one) => one.id === text(body['promise']));
  const who = line ? f('household.of', line.no, line.head) : kind === 'household.register' ? f('household.of', text(body['no']) ?? '', text(body['head']) ?? '') : null;
  const about = (kind === 'right.ask' ? null : text(body['what'])) ?? promise?.what ?? text(body['matter']) ?? text(body['name']) ?? text(body['words']);
  return {
    name: say(kind in vi ? (kind as keyof typeof vi) : 'other'),
    who,
    note: [who, about === null ? null : about.length > 80 ? `${about.slice(0, 78)}…` : about].filter(Boolean).join(' · '),
    href: line || household === null ? hrefOf(kind, body, household) : null,
  };
}
