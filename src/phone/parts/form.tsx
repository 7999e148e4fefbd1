// A form on a page of its own: a draft that outlives a call, what is wrong beside its field, the refusal above the button.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { Page } from './frame.tsx';
import { Notice } from './notice.tsx';
import type { PictureName } from './picture.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { Unkept } from './unkept.tsx';

export interface FormPageProps {
  readonly title: string;
  readonly back: string | (() => void);
  readonly save: string;
  readonly picture?: PictureName;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** It goes on from a draft: offers to throw it away. */
  readonly resumed?: boolean;
  readonly onDrop?: () => void;
  readonly onSave: () => void;
  readonly children: ComponentChildren;
}

export function FormPage(props: FormPageProps) {
  const id = useId();
  return (
    <Page
      title={props.title} back={props.back} form
      action={<Button look="main" picture={props.picture ?? 'check'} type="submit" form={id} disabled={props.busy}>{props.save}</Button>}
    >
      <form id={id} class="stack wide" onSubmit={(event) => { event.preventDefault(); props.onSave(); }} noValidate>
        {props.resumed && props.onDrop && (
          <Notice tone="acts" picture="edit" title={t('form.resumed')}>
            <div><Confirm look="plain" label={t('form.drop')} ask={t('form.drop.means')} yes={t('form.drop')} onYes={props.onDrop} /></div>
          </Notice>
        )}
        {props.children}
        {props.refusal ? <RefusalNote refusal={props.refusal} arrives /> : <Unkept />}
      </form>
    </Page>
  );
}
