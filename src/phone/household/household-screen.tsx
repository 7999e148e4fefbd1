// One household: finds what the rest of the address asks for, the page itself or one of its forms.
import type { ComponentType } from 'preact';
import { Page } from '#phone/parts/frame.tsx';
import { usePage } from '#phone/parts/page.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import MergeForm from '../meeting/merge-form.tsx';
import TidyForm from '../meeting/tidy-form.tsx';
import { AmendForm } from './amend-form.tsx';
import { CloseForm } from './close-form.tsx';
import { ConsentForm } from './consent-form.tsx';
import type { HouseholdProps } from './household-props.ts';
import { HouseholdView } from './household-view.tsx';
import { MemberForm } from './member-form.tsx';
import { MissingPage } from './missing-page.tsx';
import { PetitionForm } from './petition-form.tsx';
import { PromiseForm } from './promise-form.tsx';
import { VisitFix } from './visit-fix.tsx';

/** `#/ho/<id>/<form>/<which>` */
const FORMS: Readonly<Record<string, ComponentType<HouseholdProps>>> = {
  sua: AmendForm, nguoi: MemberForm, hua: PromiseForm, don: PetitionForm, 'dong-y': ConsentForm, 'sua-tham': VisitFix, dong: CloseForm, gop: MergeForm, 'sap-lai': TidyForm,
};

export default function HouseholdScreen({ book, path }: ScreenProps) {
  const [id = '', form, which] = path;
  const page = usePage(book, id);
  if (page === undefined) return <Page title={book.lines.value.find((line) => line.id === id)?.head ?? ''} back="#/thon"><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  if (page === null) return <MissingPage back="#/thon" />;
  const Form = form === undefined ? HouseholdView : FORMS[form];
  return Form ? <Form book={book} page={page} which={which} /> : <MissingPage back={`#/ho/${id}`} />;
}
