// One field that two people wrote differently: each value with who wrote it and when, and a button to keep it.
import type { Meeting } from '#commune/places/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { e } from '#phone/words/meet.ts';
import type { MetRecord } from './asked.ts';
import { fieldText, valueText, voiceText } from './values.ts';

interface CardProps {
  readonly book: Book;
  readonly record: MetRecord;
  readonly meeting: Meeting;
  readonly page: HouseholdPage | null | undefined;
  /** On the record's own page its name is said already. */
  readonly alone?: boolean;
}

/** Values in the order people are read them: the one in use first. */
export function MeetingCard({ book, record, meeting, page, alone = false }: CardProps) {
  const values = [meeting.stands, ...meeting.others];
  const choose = (keep: string | null) => sayWithUndo(book, e('meet.kept', valueText(meeting.field, keep)), record.kind, {
    ...record.body, ...(meeting.member === undefined ? {} : { member: meeting.member }), meeting: meeting.id, field: meeting.field,
    keep, over: values.map(({ value }) => value).filter((value) => value !== keep),
  });
  const waits = [...new Set([...meeting.others.flatMap(({ by, also }) => [...(by === null ? [] : [by]), ...(also ?? [])]), ...record.owners])];
  return (
    <article class="sheet stack tight meeting">
      {alone && <h3>{record.href === null ? record.title : <a href={record.href}>{record.title}</a>}</h3>}
      <p class="strong">{fieldText(meeting, page)}</p>
      <ul class="stack tight">
        {values.map((voice, n) => (
          <li key={voice.value ?? ''} class="stack tight value">
            <p><span class="large">{e('meet.value', valueText(meeting.field, voice.value))}</span>{n === 0 && <> <span class="tag">{e('meet.stands')}</span></>}</p>
            <p class="small soft">{voiceText(book, voice)}</p>
            {record.mayChoose && <div><Button picture="check" onPress={() => choose(voice.value)}>{e('meet.keep', valueText(meeting.field, voice.value))}</Button></div>}
          </li>
        ))}
      </ul>
      {record.mayChoose ? <p class="small soft">{e('meet.else')}</p> : <p class="small soft">{e('meet.waits', waits.map((person) => nameOf(book, person)).join(e('meet.and')))}</p>}
    </article>
  );
}
