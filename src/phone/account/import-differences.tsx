// What taking the file would do: new households, changed ones field by field, and those it does not have.
import type { CheckAnswer } from '#commune/households/sheet/answer.ts';
import type { FieldChange, HouseholdChange, MemberChange } from '#commune/households/sheet/compare.ts';
import type { FileMember } from '#commune/households/sheet/file-household.ts';
import type { Book } from '#phone/book.ts';
import { Part } from '#phone/parts/row.tsx';
import { dayText } from '#phone/words/format.ts';
import { languageName } from '#phone/words/languages.ts';
import { m } from './import-words.ts';

export function ImportDifferences({ answer, book }: { readonly answer: CheckAnswer; readonly book: Book }) {
  const { adds, changes, missing } = answer;
  const village = (id: string): string => book.villages.value.find((one) => one.id === id)?.body.name ?? id;
  return (
    <>
      {changes.count > 0 && (
        <Part title={m('look.changes')} count={changes.count}>
          <ul class="diff">{changes.first.map((change) => <li key={change.household}><Changed change={change} village={village(change.village)} /></li>)}</ul>
          {changes.count > changes.first.length && <p>{m('look.more', changes.count - changes.first.length)}</p>}
        </Part>
      )}
      {adds.count > 0 && (
        <Part title={m('look.adds')} count={adds.count}>
          <details class="fold" open={adds.count <= 30}>
            <summary>{m('look.adds.n', adds.count, adds.people)}</summary>
            <ul class="diff">
              {adds.first.map((one) => (
                <li key={`${one.sheet} ${one.row}`}>
                  <span><span class="count">{m('look.no', one.no)} · </span><b>{one.head}</b></span>
                  <span class="small soft">{[village(one.village), m('look.people', one.members.length), one.place ?? '', one.phone ?? ''].filter(Boolean).join(' · ')}</span>
                  {one.members.length > 1 && <span class="small">{one.members.map(personText).join(' · ')}</span>}
                </li>
              ))}
            </ul>
            {adds.count > adds.first.length && <p>{m('look.more', adds.count - adds.first.length)}</p>}
          </details>
        </Part>
      )}
      {missing.count > 0 && (
        <Part title={m('look.missing')} count={missing.count}>
          <p class="soft">{m('look.missing.means')}</p>
          <details class="fold" open={missing.count <= 10}>
            <summary>{m('look.n', missing.count)}</summary>
            <ul class="diff">{missing.first.map((one) => <li key={one.household}><span><span class="count">{m('look.no', one.no)} · </span>{one.head} <span class="small soft">· {village(one.village)}</span></span></li>)}</ul>
            {missing.count > missing.first.length && <p>{m('look.more', missing.count - missing.first.length)}</p>}
          </details>
        </Part>
      )}
    </>
  );
}

function personText({ name, relation, born }: FileMember): string {
  const about = [relation ? m(`relation.${relation}`).toLowerCase() : '', born ? dayText(born) : ''].filter(Boolean).join(', ');
  return about === '' ? name : `${name} (${about})`;
}

function Changed({ change, village }: { readonly change: HouseholdChange; readonly village: string }) {
  return (
    <>
      <span><span class="count">{m('look.no', change.no)} · </span><b>{change.head}</b> <span class="small soft">· {village}</span></span>
      <ul class="fields">
        {change.fields.map((field) => <li key={field.field}><OneField field={field} /></li>)}
        {change.members.map((member, n) => <li key={n}><OneMember member={member} /></li>)}
      </ul>
    </>
  );
}

function OneField({ field, of }: { readonly field: FieldChange; readonly of?: string }) {
  return (
    <span>
      {of && <>{of} · </>}{m(`change.${field.field}`)}: <span class="unseen">{m('look.was')} </span><del>{shown(field.field, field.was)}</del>{' → '}<span class="unseen">{m('look.now')} </span><ins>{shown(field.field, field.now)}</ins>
    </span>
  );
}

function OneMember({ member }: { readonly member: MemberChange }) {
  if ('joins' in member) return <span>{m('look.joins')}: <ins>{[member.joins.name, member.joins.born ? m('look.born', member.joins.born) : ''].filter(Boolean).join(', ')}</ins></span>;
  if ('leaves' in member) return <span>{m('look.leaves')}: <b>{[member.leaves.name, member.leaves.born ? m('look.born', member.leaves.born) : ''].filter(Boolean).join(', ')}</b></span>;
  return <>{member.fields.map((field) => <span key={field.field} style={{ display: 'block' }}><OneField field={field} of={member.name} /></span>)}</>;
}

function shown(field: FieldChange['field'], value: string | null): string {
  if (value === null || value === '') return m('look.blank');
  switch (field) {
    case 'born': return dayText(value);
    case 'sex': return m(value === 'm' ? 'sex.m' : 'sex.f');
    case 'relation': return m(`relation.${value}` as 'relation.head');
    case 'language': return languageName(value);
    default: return value;
  }
}
