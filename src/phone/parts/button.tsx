// What is pressed: buttons of one height for the thumb, links that look the same, and round ones with a picture only.
import type { ComponentChildren } from 'preact';
import { Picture, type PictureName } from './picture.tsx';

/** main: the one action of the screen · edge: a lesser one · ink: without weight · plain: in running text · leaf: the household says done. */
export type ButtonLook = 'main' | 'edge' | 'ink' | 'plain' | 'leaf';
const LOOKS: Record<ButtonLook, string> = { main: 'main-one', edge: '', ink: 'ink', plain: 'plain', leaf: 'leafy' };

export interface ButtonProps {
  readonly look?: ButtonLook;
  readonly picture?: PictureName;
  readonly wide?: boolean;
  readonly giant?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  /** Goes there instead of doing something. */
  readonly href?: string;
  readonly describedBy?: string;
  /** Id of the form it sends, where it stands outside of it. */
  readonly form?: string;
  /** `again`: the second of two quick presses. */
  readonly onPress?: (again: boolean) => void;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { look = 'edge', picture, href, type = 'button', onPress, children } = props;
  const classes = `button ${LOOKS[look]}${props.wide ? ' wide' : ''}${props.giant ? ' giant' : ''}`;
  const inside = <>{picture && <Picture name={picture} size={props.giant ? 36 : 22} />}<span>{children}</span></>;
  if (href !== undefined) return <a class={classes} href={href} onClick={(event) => onPress?.(event.detail > 1)}>{inside}</a>;
  return (
    <button class={classes} type={type} disabled={props.disabled} form={props.form} aria-describedby={props.describedBy} onClick={(event) => onPress?.(event.detail > 1)}>{inside}</button>
  );
}

/** A round button with a picture; `label` is read out. */
export function IconButton(props: { readonly picture: PictureName; readonly label: string; readonly edged?: boolean; readonly on?: boolean; readonly onPress: () => void }) {
  return (
    <button type="button" class={`icon-button${props.edged ? ' edged' : ''}${props.on ? ' on' : ''}`} aria-label={props.label} title={props.label} onClick={(event) => { event.stopPropagation(); props.onPress(); }}>
      <Picture name={props.picture} />
    </button>
  );
}
