// A person of the household: added, corrected, or marked as having moved away.
import { useRef, useState } from 'preact/hooks';
import type { Json } from '#journal/act.ts';
import { RELATIONS, type Member, type Relation } from '#commune/households/rows.ts';
import { isDay } from '#commune/places/days.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { headRenamed } from './head-goes-along.ts';
import type { HouseholdProps } from './household-props.ts';
import { MissingPage } from './missing-page.tsx';

interface MemberDraft {
  readonly [field: string]: Json;
  readonly name: string;
  readonly relation: Relation | null;
  readonly sex: 'm' | 'f' | null;
  readonly born: string;
}

/** `1985` and `05/03/1985` as the book writes them; undefined where it is neither. */
export function bornOf(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (/^(19|20)\d\d$/.test(text)) return text;
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const day = parts ? `${parts[3]}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}` : text;
  return isDay(day) ? day : undefined;
}

const draftOf = (member: Member | undefined): MemberDraft =>
  ({ name: member?.name ?? '', relation: member?.relation ?? null, sex: member?.sex ?? null, born: member?.born ? dayText(member.born) : '' });

function changesOf(member: Member, next: { name: string; relation: Relation; sex: 'm' | 'f' | null; born: string | null }) {
  const changed = (['name', 'relation', 'sex', 'born'] as const).filter((field) => next[field] !== member[field]);
  return changed.length === 0 ? null : {
    ...Object.fromEntries(changed.map((field) => [field, next[field]])),
    was: Object.fromEntries(changed.map((field) => [field, member[field]])),
  };
}

function Leave({ book, page, member }: HouseholdProps & { readonly member: Member }) {
  const [on, setOn] = useState(book.today());
  const saying = useSaying(book);
  const household = page.household.id;
  const leave = async () => { if (await saying.say('member.leave', { household, member: member.id, on }, h('form.saved'))) go(`#/ho/${household}`, true); };
  return (
    <Confirm label={h('member.leave')} look="plain" ask={h('member.leave.means')} yes={h('member.leave.do')} busy={saying.busy.value} onYes={() => void leave()}>
      <DayPicker label={h('member.leave.on')} today={book.today()} value={on} toward="past" onChange={setOn} />
    </Confirm>
  );
}

export function MemberForm(props: HouseholdProps) {
  const { book, page, which } = props;
  const household = page.household.id;
  const member = page.household.body.members.find((one) => one.id === which);
  const draft = useDraft<MemberDraft>(book, `member/${household}/${which ?? ''}`, () => draftOf(member));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  /** The household's name is still to follow: a first try kept the member's part only. */
  const owed = useRef(false);
  const form = draft.form.value;
  if (which !== undefined && !member) return <MissingPage back={`#/ho/${household}`} />;
  if (!form) return null;
  const born = bornOf(form.born);
  const save = async () => {
    setTried(true);
    if (form.name.trim() === '' || form.relation === null || born === undefined) return;
    const next = { name: form.name.trim(), relation: form.relation, sex: form.sex, born };
    const changes = member ? changesOf(member, next) : next;
    const along = member ? headRenamed(household, page.household.body, owed.current ? { ...member, name: page.household.body.head } : member, next) : null;
    if (changes && !(await saying.say(member ? 'member.amend' : 'member.add', { household, ...(member ? { member: member.id } : {}), ...changes }, h('form.saved')))) return;
    owed.current = along !== null;
    if (along && !(await saying.say('household.amend', along, h('form.saved')))) return;
    await draft.clear();
    go(`#/ho/${household}`, true);
  };
  return (
    <FormPage title={h(member ? 'member.edit' : 'member.add')} back={`#/ho/${household}`} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <TextField label={h('member.name')} value={form.name} maxLength={80} wrong={tried && form.name.trim() === '' ? h('member.name.needed') : null} onChange={(name) => draft.set({ name })} />
      <Choice legend={h('member.relation')} value={form.relation} options={RELATIONS.map((value) => ({ value, label: h(`relation.${value}`) }))} onChange={(relation) => draft.set({ relation })} />
      {tried && form.relation === null && <Wrong id="member-relation">{h('member.relation.needed')}</Wrong>}
      <Choice legend={h('member.sex')} layout="three" value={form.sex ?? 'unsaid'} options={[{ value: 'f', label: h('member.sex.f') }, { value: 'm', label: h('member.sex.m') }, { value: 'unsaid', label: h('member.sex.unsaid') }]} onChange={(sex) => draft.set({ sex: sex === 'unsaid' ? null : sex })} />
      <TextField label={h('member.born')} hint={h('member.born.hint')} optional inputMode="text" value={form.born} maxLength={10} wrong={tried && born === undefined ? h('member.born.wrong') : null} onChange={(typed) => draft.set({ born: typed })} />
      {member && member.leftOn === null && <Leave {...props} member={member} />}
    </FormPage>
  );
}
