// The short steps of a visit: the day and who came, who was met and in which language, consent, photos.
import { useState } from 'preact/hooks';
import { handOf } from '#commune/places/author.ts';
import { postsOn } from '#commune/places/policy.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choices } from '#phone/parts/choice.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { PhotoField } from '#phone/parts/photo.tsx';
import { h } from '#phone/words/house.ts';
import { v } from '#phone/words/visit.ts';
import { ConsentAsk } from '../household/consent-ask.tsx';
import { consentOf } from '../household/consent-part.tsx';
import { LanguageField } from '../household/language-field.tsx';
import type { StepProps } from './step-props.ts';
import { allows, speakers, standing } from './visit-draft.ts';

/** Staff of this village, nearest first: they are who usually come along. */
function companions({ book, page }: StepProps): readonly { readonly id: string; readonly name: string }[] {
  const today = book.today();
  const place = { village: page.household.village, household: page.household.id };
  const near = [...book.people.value.values()].filter((person) => person.household === null && person.id !== book.seat.person &&
    postsOn(person, today).some((post) => post.role === 'officer' || post.village === place.village));
  const rank = (person: (typeof near)[number]) => (handOf(person, person.id, today).isVolunteerOf(place) ? 0 : handOf(person, person.id, today).isHeadOf(place.village) ? 1 : 2);
  return near.sort((a, b) => rank(a) - rank(b)).slice(0, 8).map((person) => ({ id: person.id, name: person.body.name }));
}

export function WhoStep(props: StepProps) {
  const { book, form, set } = props;
  const near = companions(props);
  return (
    <>
      <DayPicker label={v('who.on')} today={book.today()} value={form.on} toward="past" onChange={(on) => set({ on })} />
      <div class="stack tight">
        {near.length > 0 && <Choices legend={v('who.came')} values={form.came} options={near.map(({ id, name }) => ({ value: id, label: name, picture: 'person' as const }))} onChange={(came) => set({ came })} />}
        <p class="hint">{v('who.came.hint')}</p>
      </div>
      <TextField label={v('who.along')} hint={v('who.along.hint')} optional value={form.along} maxLength={400} onChange={(along) => set({ along })} />
    </>
  );
}

const NOBODY = '!';

export function MetStep({ book, page, form, set }: StepProps) {
  const { body } = page.household;
  const names = [...new Set([body.head, ...body.members.filter((member) => member.leftOn === null).map((member) => member.name)])];
  const options = [...names.map((name) => ({ value: name, label: name, picture: 'person' as const })), { value: NOBODY, label: v('met.nobody'), picture: 'house' as const }];
  const pick = (values: readonly string[]) => {
    const nobody = values.includes(NOBODY) && !form.nobody;
    set({ nobody, met: nobody ? [] : values.filter((value) => value !== NOBODY) });
  };
  return (
    <>
      <Choices legend={v('met.people')} values={form.nobody ? [NOBODY] : form.met} options={options} onChange={pick} />
      {!form.nobody && (
        <>
          <TextField label={v('met.other')} hint={v('met.other.hint')} optional value={form.metOther} maxLength={400} onChange={(metOther) => set({ metOther })} />
          <LanguageField book={book} village={page.household.village} legend={v('met.language')} value={form.language} onChange={(language) => set({ language })} />
        </>
      )}
    </>
  );
}

export function AskStep({ page, form, set }: StepProps) {
  return (
    <>
      <ConsentAsk purpose="visit-notes" language={form.language} names={speakers(page, form)} answer={form.answers['visit-notes']} onChange={(answer) => set({ answers: { ...form.answers, 'visit-notes': answer } })} />
      <p class="small soft">{h('consent.law')}</p>
    </>
  );
}

/** Four photos tell a matter; more fill a phone and a bad road. */
const MOST_PHOTOS = 4;

export function PhotoStep({ page, form, clips, set }: StepProps) {
  const consent = consentOf(page, 'photo');
  const [wants, setWants] = useState(false);
  const asked = form.answers.photo.given !== null;
  // What the phone could not keep is not shown: the photos on the screen are counted by these names.
  const names = form.photos.filter((name) => clips.held.value.has(name));
  const shots = names.map((name) => clips.held.value.get(name)!);
  const ask = (
    <ConsentAsk purpose="photo" language={form.language} names={speakers(page, form)} answer={form.answers.photo} onChange={(answer) => set({ answers: { ...form.answers, photo: answer } })} />
  );
  return (
    <>
      <p class="soft">{v('photo.hint')}</p>
      {standing(page, 'photo') && consent ? <p class="soft">{v('photo.stands', consent.body.on)}</p> : wants || asked ? ask : <Button picture="camera" wide onPress={() => setWants(true)}>{v('photo.want')}</Button>}
      {form.answers.photo.given === false && <Notice title={v('photo.no')} />}
      {allows(page, form, 'photo') && (
        <PhotoField
          photos={shots} most={MOST_PHOTOS}
          onAdd={(photo) => void clips.keep(photo).then((name) => set((now) => ({ photos: [...now.photos, name] })))}
          onCover={(n, covered) => { const name = names[n]; if (name) void clips.replace(name, covered); }}
          onDrop={(n) => { const name = names[n]; if (name) { clips.drop(name); set({ photos: form.photos.filter((one) => one !== name) }); } }}
        />
      )}
      {shots.length > 0 && <p class="unseen" role="status">{v('sum.photos', shots.length)}</p>}
    </>
  );
}

