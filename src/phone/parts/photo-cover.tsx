// Covers faces in a photo before it is kept: a touch, a drawn finger or the keys lay large squares on it, and only the covered picture is handed on.
import type { RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { drawSmall } from '#phone/road/clean.ts';
import { c } from '#phone/words/cover.ts';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { Wrong } from './field.tsx';
import { useInnerBack } from './inner-back.ts';
import { Mosaic, type Box } from './photo-mosaic.ts';
import './photo-cover.css';

export interface PhotoCoverProps {
  readonly source: Blob;
  readonly onDone: (covered: Blob) => void;
  /** Left without a change. */
  readonly onLeave: () => void;
}

/** How wide a touch covers, in parts of the shorter side: from a face at the back of a group to one that fills the picture. */
const ACROSS = [1 / 20, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2] as const;
const FIRST_ACROSS = 3;
/** Kept photos are drawn once more when they are saved (clean.ts): here little may be lost. */
const QUALITY = 0.92;

type Point = readonly [x: number, y: number];

/** Draws the photo onto the sheet, as large as photos are kept, and lets go of the original. Rejects where it cannot be read. */
async function lay(source: Blob, sheet: HTMLCanvasElement): Promise<ImageData> {
  const picture = await createImageBitmap(source, { imageOrientation: 'from-image' });
  const pen = sheet.getContext('2d', { willReadFrequently: true })!;
  drawSmall(picture, sheet, pen);
  picture.close();
  return pen.getImageData(0, 0, sheet.width, sheet.height);
}

/** The sheet as a photo file, bare of all notes. Rejects where the browser cannot write one. */
async function written(sheet: HTMLCanvasElement): Promise<Blob> {
  const as = (type: string) => new Promise<Blob | null>((done) => { sheet.toBlob(done, type, QUALITY); });
  const webp = await as('image/webp');
  // A browser that cannot write WebP answers PNG, which is large.
  const blob = webp?.type === 'image/webp' ? webp : await as('image/jpeg');
  if (!blob) throw new Error('no photo could be written');
  return blob;
}

interface Covering {
  readonly sheet: RefObject<HTMLCanvasElement | null>;
  /** Width and height in points; null until the photo is there. */
  readonly size: Point | null;
  readonly strokes: number;
  readonly trouble: boolean;
  begin(): void;
  cover(from: Point, to: Point, across: number): void;
  undo(): void;
  written(): Promise<Blob | null>;
}

function useCovering(source: Blob): Covering {
  const sheet = useRef<HTMLCanvasElement>(null);
  const held = useRef<{ readonly mosaic: Mosaic; readonly pixels: ImageData } | null>(null);
  const [size, setSize] = useState<Point | null>(null);
  const [strokes, setStrokes] = useState(0);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    let gone = false;
    lay(source, sheet.current!).then((pixels) => {
      if (gone) return;
      held.current = { mosaic: new Mosaic(pixels), pixels };
      setSize([pixels.width, pixels.height]);
    }, () => { if (!gone) setTrouble(true); });
    return () => { gone = true; };
  }, [source]);
  const show = (box: Box | null) => {
    const { pixels, mosaic } = held.current!;
    if (box) sheet.current!.getContext('2d')!.putImageData(pixels, 0, 0, box.x, box.y, box.width, box.height);
    setStrokes(mosaic.strokes);
  };
  return {
    sheet, size, strokes, trouble,
    begin: () => held.current?.mosaic.begin(),
    cover: (from, to, across) => { if (held.current) show(held.current.mosaic.cover(from, to, across)); },
    undo: () => { if (held.current) show(held.current.mosaic.undo()); },
    written: () => written(sheet.current!).catch(() => { setTrouble(true); return null; }),
  };
}

/** Where the photo stands in the room there is: as large as fits, in px. */
function useFit(size: Point | null): { readonly stage: RefObject<HTMLDivElement | null>; readonly box: { left: string; top: string; width: string; height: string } } {
  const stage = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Point>([0, 0]);
  useEffect(() => {
    const watch = new ResizeObserver(() => { if (stage.current) setRoom([stage.current.clientWidth, stage.current.clientHeight]); });
    watch.observe(stage.current!);
    return () => watch.disconnect();
  }, []);
  const [wide, high] = size ?? [1, 1];
  const factor = Math.min(room[0] / wide, room[1] / high);
  const px = (n: number) => `${n}px`;
  return { stage, box: { left: px((room[0] - wide * factor) / 2), top: px((room[1] - high * factor) / 2), width: px(wide * factor), height: px(high * factor) } };
}

/** What the hand and the keys do on the photo. */
function useStrokes(covering: Covering) {
  const { size } = covering;
  const [step, setStep] = useState(FIRST_ACROSS);
  const [cursor, setCursor] = useState<Point | null>(null);
  const drawing = useRef<Point | null>(null);
  const [wide, high] = size ?? [1, 1];
  const across = ACROSS[step]! * Math.min(wide, high);
  const at = cursor ?? [wide / 2, high / 2];
  const pointOf = (event: PointerEvent): Point => {
    const box = covering.sheet.current!.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * wide, ((event.clientY - box.top) / box.height) * high];
  };
  const stroke = (from: Point, to: Point) => {
    covering.cover(from, to, across);
    setCursor([Math.max(0, Math.min(wide, to[0])), Math.max(0, Math.min(high, to[1]))]);
  };
  const resize = (by: number) => setStep((now) => Math.max(0, Math.min(ACROSS.length - 1, now + by)));
  const move = (right: number, down: number) => setCursor([Math.max(0, Math.min(wide, at[0] + (right * across) / 4)), Math.max(0, Math.min(high, at[1] + (down * across) / 4))]);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
    'Enter': () => { covering.begin(); stroke(at, at); }, ' ': () => { covering.begin(); stroke(at, at); },
    '+': () => resize(1), '=': () => resize(1), '-': () => resize(-1),
  };
  const end = () => { drawing.current = null; };
  return {
    at, across, resize, smallest: step === 0, largest: step === ACROSS.length - 1,
    hand: {
      onPointerDown(event: PointerEvent) {
        // A second finger is no second face: it would draw lines between the two.
        if (!event.isPrimary || event.button !== 0 || !size) return;
        covering.sheet.current!.setPointerCapture(event.pointerId);
        drawing.current = pointOf(event);
        covering.begin();
        stroke(drawing.current, drawing.current);
      },
      onPointerMove(event: PointerEvent) {
        if (!event.isPrimary || !drawing.current) return;
        const to = pointOf(event);
        stroke(drawing.current, to);
        drawing.current = to;
      },
      onPointerUp: end, onPointerCancel: end,
      onContextMenu: (event: Event) => event.preventDefault(),
      onKeyDown(event: KeyboardEvent) {
        const does = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
        if (!does || !size) return;
        event.preventDefault();
        does();
      },
    },
  };
}

export default function PhotoCover({ source, onDone, onLeave }: PhotoCoverProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const closed = useRef(false);
  const covering = useCovering(source);
  const { stage, box } = useFit(covering.size);
  const { at, across, resize, smallest, largest, hand } = useStrokes(covering);
  const { size, strokes } = covering;
  const leave = () => { if (!closed.current) { closed.current = true; onLeave(); } };
  useInnerBack(1, leave);
  useEffect(() => {
    const one = dialog.current!;
    one.showModal();
    heading.current?.focus();
    // Closed before it is taken away: the browser then gives the keyboard back to what opened it.
    return () => { closed.current = true; one.close(); };
  }, []);
  const done = () => {
    if (strokes === 0) { leave(); return; }
    if (closed.current) return;
    closed.current = true;
    void covering.written().then((photo) => { if (photo) onDone(photo); else closed.current = false; });
  };
  const undo = () => {
    covering.undo();
    // The button is of no more use after the last one: the keyboard goes on at the photo.
    if (strokes === 1) covering.sheet.current?.focus();
  };
  return (
    <dialog class="cover" ref={dialog} aria-labelledby={`${id}-title`} onCancel={(event) => { event.preventDefault(); leave(); }} onClose={leave}>
      <div class="cover-head">
        <h2 class="large" id={`${id}-title`} ref={heading} tabIndex={-1}>{c('cover.title')}</h2>
        <p class="hint" id={`${id}-hint`}>{c('cover.hint')}</p>
        {covering.trouble && <Wrong id={`${id}-wrong`}>{c('cover.trouble')}</Wrong>}
      </div>
      <div class="cover-stage" ref={stage}>
        <div class="cover-sheet" style={box}>
          <canvas ref={covering.sheet} tabIndex={0} role="application" aria-label={c('cover.picture')} aria-describedby={`${id}-hint`} {...hand} />
          {size && <i class="cover-ring" aria-hidden="true" style={{ left: `${(at[0] / size[0]) * 100}%`, top: `${(at[1] / size[1]) * 100}%`, width: `${(across / size[0]) * 100}%`, height: `${(across / size[1]) * 100}%` }} />}
        </div>
      </div>
      <div class="cover-tools">
        <Button picture="minus" disabled={smallest} onPress={() => resize(-1)}>{c('cover.smaller')}</Button>
        <Button picture="plus" disabled={largest} onPress={() => resize(1)}>{c('cover.larger')}</Button>
        <div class="whole"><Button picture="undo" look="ink" disabled={strokes === 0} onPress={undo}>{c('cover.undo')}</Button></div>
        <Button look="ink" onPress={leave}>{c('cover.leave')}</Button>
        <Button look="main" picture="check" disabled={!size} onPress={done}>{t('do.done')}</Button>
      </div>
      <p class="unseen" role="status">{size && c('cover.count', strokes)}</p>
    </dialog>
  );
}
