// A step that should not be pressed by mistake opens where it stands, says what it does, and asks once more. Nothing is modal.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '#phone/words/main.ts';
import { Button, type ButtonLook } from './button.tsx';
import type { PictureName } from './picture.tsx';

export interface ConfirmProps {
  /** The button that opens it. */
  readonly label: string;
  readonly picture?: PictureName;
  readonly look?: ButtonLook;
  /** What it does, in a sentence. */
  readonly ask: string;
  /** The button that does it. */
  readonly yes: string;
  readonly onYes: () => void;
  readonly busy?: boolean;
  /** Something to fill in before. */
  readonly children?: ComponentChildren;
}

export function Confirm(props: ConfirmProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const yes = () => {
    // Where the doing is told elsewhere the question has been answered; where it is waited for here, the page after it tells.
    if (props.busy === undefined) setOpen(false);
    props.onYes();
  };
  useEffect(() => { if (open) box.current?.focus(); }, [open]);
  if (!open) return <Button look={props.look ?? 'edge'} onPress={() => setOpen(true)} {...(props.picture ? { picture: props.picture } : {})}>{props.label}</Button>;
  return (
    <div class="notice acts" role="group" aria-labelledby={id} tabIndex={-1} ref={box}>
      <div class="body">
        <p id={id}>{props.ask}</p>
        {props.children}
        <div class="line">
          <Button look="main" disabled={props.busy ?? false} onPress={yes}>{props.yes}</Button>
          <Button look="ink" onPress={() => setOpen(false)}>{t('do.cancel')}</Button>
        </div>
      </div>
    </div>
  );
}
