// Lines of a book: big rows one can press, under a heading with their count.
import type { ComponentChildren } from 'preact';
import { countText } from '#phone/words/format.ts';
import { Picture, type PictureName } from './picture.tsx';

/** A heading with what stands under it. `count` is said beside it; `side` is a small link or button on the right. */
export function Part(props: { readonly title: string; readonly count?: number; readonly side?: ComponentChildren; readonly id?: string; readonly children: ComponentChildren }) {
  return (
    <section class="part" id={props.id}>
      <header>
        <h2>{props.title}{props.count !== undefined && <span class="count"> · {countText(props.count)}</span>}</h2>
        {props.side}
      </header>
      {props.children}
    </section>
  );
}

export function Rows({ children }: { readonly children: ComponentChildren }) {
  return <ul class="rows">{children}</ul>;
}

export interface RowProps {
  readonly name: ComponentChildren;
  readonly note?: ComponentChildren;
  /** Household number or other short mark before the name. */
  readonly no?: string;
  readonly picture?: PictureName;
  /** Right side: a mark of trust, a day. */
  readonly end?: ComponentChildren;
  readonly href?: string;
  readonly onPress?: () => void;
}

/** The inside of a row, for lists that draw their own frame around it. */
export function RowInside(props: RowProps) {
  return (
    <>
      {props.no !== undefined && <span class="no">{props.no}</span>}
      {props.picture && <Picture name={props.picture} />}
      <span class="body">
        <span class="name">{props.name}</span>
        {props.note !== undefined && props.note !== null && <span class="note">{props.note}</span>}
      </span>
      {props.end !== undefined && props.end !== null && <span class="end">{props.end}</span>}
      {(props.href !== undefined || props.onPress) && <span class="go"><Picture name="go" size={18} /></span>}
    </>
  );
}

export function Row(props: RowProps) {
  const inside = <RowInside {...props} />;
  if (props.href !== undefined) return <li><a class="row" href={props.href}>{inside}</a></li>;
  if (props.onPress) return <li><button type="button" class="row" onClick={props.onPress}>{inside}</button></li>;
  return <li class="row">{inside}</li>;
}
