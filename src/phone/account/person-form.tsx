// Adding a person with a first post in one go, or giving somebody another post. Works without signal.
import { useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import { fold } from '#commune/households/search.ts';
import type { Day, Role } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Part } from '#phone/parts/row.tsx';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { PickHouseholds } from './pick-households.tsx';
import { EITHER_ROLES, newId, STAFF_ROLES, VILLAGE_ROLES, volunteersOf, type StaffRole } from './staff.ts';

interface Form {
  readonly name: string;
  readonly role: StaffRole | null;
  /** '': not chosen · '*': the whole commune. */
  readonly village: string;
  readonly households: readonly string[];
  readonly from: Day;
  readonly until: string;
}

const ALL = '*';
const inVillage = (role: Role | null): boolean => role !== null && (VILLAGE_ROLES.includes(role) || EITHER_ROLES.includes(role));

/** The first thing that keeps the form from being saved, or null. */
function trouble(form: Form, adding: boolean): 'name' | 'role' | 'village' | 'until' | null {
  if (adding && form.name.trim() === '') return 'name';
  if (form.role === null) return 'role';
  if (inVillage(form.role) && form.village === '') return 'village';
  return form.until !== '' && form.until < form.from ? 'until' : null;
}

async function save(book: Book, form: Form, person: string | null): Promise<{ readonly person: string } | { readonly refusal: Refusal; readonly half: string | null }> {
  const id = person ?? newId('p');
  if (person === null) {
    const added = await book.say('person.add', { id, name: form.name.trim() });
    if ('refusal' in added) return { refusal: added.refusal, half: null };
  }
  const given = await book.say('post.give', {
    person: id, role: form.role, village: inVillage(form.role) && form.village !== ALL ? form.village : null,
    households: form.role === 'volunteer' ? form.households : [], from: form.from, until: form.until === '' ? null : form.until,
  });
  return 'refusal' in given ? { refusal: given.refusal, half: person === null ? id : null } : { person: id };
}

export function PersonForm({ book, person }: { readonly book: Book; readonly person: string | null }) {
  const row = person === null ? undefined : book.people.value.get(person);
  const draft = useDraft<Form>(book, `post/${person ?? 'new'}`, () => ({ name: '', role: null, village: '', households: [], from: book.today(), until: '' }));
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<{ readonly refusal: Refusal; readonly half: string | null } | null>(null);
  const form = draft.form.value;
  const home = person === null ? '#/van-phong/nguoi' : `#/van-phong/nguoi/${person}`;
  if (!form) return null;
  const wrong = tried ? trouble(form, person === null) : null;
  const submit = async () => {
    setTried(true);
    if (saving || trouble(form, person === null)) return;
    setSaving(true);
    const answer = await save(book, form, person);
    setSaving(false);
    if ('person' in answer) {
      await draft.clear();
      return go(`#/van-phong/nguoi/${answer.person}`, true);
    }
    setFailed(answer);
  };
  return (
    <Page form title={row ? a('person.give', row.body.name) : a('person.new')} back={home} action={<Button look="main" disabled={saving || failed?.half != null} onPress={() => void submit()}>{a('person.do')}</Button>}>
      <div class="stack wide">
        {person === null && <NameField book={book} name={form.name} wrong={wrong === 'name'} onChange={(name) => draft.set({ name })} />}
        <Choice
          legend={a('person.role')} layout="one" value={form.role} onChange={(role) => draft.set({ role, village: VILLAGE_ROLES.includes(role) && form.village === ALL ? '' : form.village })}
          options={STAFF_ROLES.map((role) => ({ value: role, label: a(`role.${role}`), hint: a(`role.${role}.may`) }))}
        />
        {wrong === 'role' && <Wrong id="role-wrong">{a('person.role.empty')}</Wrong>}
        {inVillage(form.role) && <VillageChoice book={book} role={form.role!} value={form.village} onChange={(village) => draft.set({ village, households: [] })} />}
        {wrong === 'village' && <Wrong id="village-wrong">{a('person.village.empty')}</Wrong>}
        <div class="two">
          <TextField label={a('person.from')} type="date" hint={t('day.chosen', form.from)} value={form.from} onChange={(from) => draft.set({ from: from === '' ? book.today() : from })} />
          <TextField label={a('person.until')} type="date" optional hint={form.until === '' ? a('person.until.hint') : t('day.chosen', form.until)} value={form.until} min={form.from} onChange={(until) => draft.set({ until })} wrong={wrong === 'until' ? a('person.until.early') : null} />
        </div>
        {form.role === 'volunteer' && form.village !== '' && <HouseholdsPart book={book} form={form} onChange={(households) => draft.set({ households })} />}
        {failed && <RefusalNote refusal={failed.refusal} />}
        {failed?.half != null && <Notice tone="acts"><p>{a('person.half', form.name)}</p><p><a href={`#/van-phong/nguoi/${failed.half}`}>{form.name}</a></p></Notice>}
      </div>
    </Page>
  );
}

function NameField({ book, name, wrong, onChange }: { readonly book: Book; readonly name: string; readonly wrong: boolean; readonly onChange: (name: string) => void }) {
  const same = name.trim() === '' ? undefined : [...book.people.value.values()].find((one) => one.household === null && one.body.closedOn === null && fold(one.body.name) === fold(name));
  return (
    <>
      <TextField label={a('person.name')} value={name} maxLength={80} onChange={onChange} wrong={wrong ? a('person.name.empty') : null} />
      {same && <Notice tone="plain" live="polite"><p>{a('person.same-name', same.body.name)} <a href={`#/van-phong/nguoi/${same.id}`}>{same.body.name}</a></p></Notice>}
    </>
  );
}

function VillageChoice({ book, role, value, onChange }: { readonly book: Book; readonly role: Role; readonly value: string; readonly onChange: (village: string) => void }) {
  const villages = book.villages.value.filter((one) => one.body.closedOn === null).map((one) => ({ value: one.id, label: one.body.name }));
  return (
    <Choice
      legend={a('person.village')} value={value === '' ? null : value} onChange={onChange}
      options={EITHER_ROLES.includes(role) ? [{ value: ALL, label: a('person.village.whole') }, ...villages] : villages}
    />
  );
}

function HouseholdsPart({ book, form, onChange }: { readonly book: Book; readonly form: Form; readonly onChange: (households: readonly string[]) => void }) {
  const by = volunteersOf(book.people.value.values(), book.today(), null);
  return (
    <Part title={a('person.households')}>
      <PickHouseholds
        lines={book.lines.value.filter((line) => line.village === form.village && !line.closed)} values={form.households} onChange={onChange}
        mark={(line) => { const name = by.get(line.id); return name === undefined ? null : a('pick.shared', name); }}
      />
    </Part>
  );
}
