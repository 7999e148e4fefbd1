// What a person should notice: good, waiting, lost or to do, always with a picture and words; and pages with nothing on them.
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useInSight } from './in-sight.ts';
import { Picture, type PictureName } from './picture.tsx';

/** kept: the household itself confirmed it, nothing else is leaf green · good: went well. */
export type NoticeTone = 'plain' | 'good' | 'kept' | 'waits' | 'lost' | 'acts';
const PICTURES: Record<NoticeTone, PictureName> = { plain: 'question', good: 'check', kept: 'house', waits: 'clock', lost: 'warning', acts: 'hand' };

/** `live` reads it out as it appears: 'polite' for news, 'assertive' for trouble. */
export function Notice(props: { readonly tone?: NoticeTone; readonly picture?: PictureName; readonly title?: string; readonly live?: 'polite' | 'assertive'; readonly children?: ComponentChildren }) {
  const tone = props.tone ?? 'plain';
  const box = useRef<HTMLDivElement>(null);
  useInSight(box, props.live === 'assertive');
  return (
    <div ref={box} class={`notice ${tone}`} role={props.live === 'assertive' ? 'alert' : props.live ? 'status' : undefined}>
      <Picture name={props.picture ?? PICTURES[tone]} />
      <div class="body">
        {props.title !== undefined && <p class="strong">{props.title}</p>}
        {props.children}
      </div>
    </div>
  );
}

/** Nothing here: says so, and what one can do. */
export function Empty(props: { readonly picture?: PictureName; readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Picture name={props.picture ?? 'roof'} size={40} />
      <b>{props.title}</b>
      {props.children}
    </div>
  );
}

/** Work that takes longer than two seconds says how far it is. `of` null: not known, then `says` must carry the numbers. */
export function Progress(props: { readonly done: number; readonly of: number | null; readonly says: string }) {
  const share = props.of ? Math.min(100, (props.done / props.of) * 100) : null;
  return (
    <div class="stack tight">
      <p role="status">{props.says}</p>
      {share !== null && <div class="meter" role="progressbar" aria-label={props.says} aria-valuemin={0} aria-valuemax={props.of!} aria-valuenow={props.done}><i style={{ width: `${share}%` }} /></div>}
    </div>
  );
}
