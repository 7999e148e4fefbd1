// Photos: taken with the phone's own camera, shown small, faces covered, taken back with a press; and those that came with the book.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book } from '#phone/book.ts';
import { c } from '#phone/words/cover.ts';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { Wrong } from './field.tsx';
import { lazy } from './lazy.tsx';
import type { PhotoCoverProps } from './photo-cover.tsx';
import { Picture } from './picture.tsx';
import { VoicePlayer } from './recorder.tsx';
import './photo.css';

const PhotoCover = lazy<PhotoCoverProps>(() => import('./photo-cover.tsx'), true);

export function Shot(props: { readonly source: Blob; readonly alt: string; readonly children?: ComponentChildren }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(props.source);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [props.source]);
  return (
    <div class="shot">
      {url !== null && <img src={url} alt={props.alt} />}
      {props.children}
    </div>
  );
}

/** A photo taken just now, with what can be done with it; `alt` is read out before its buttons too, as there may be several. */
function TakenShot(props: { readonly source: Blob; readonly alt: string; readonly onCover: () => void; readonly onDrop: () => void }) {
  return (
    <Shot source={props.source} alt={props.alt}>
      <div role="group" aria-label={props.alt}>
        <Button picture="person" onPress={props.onCover}>{c('cover.open')}</Button>
        <Button picture="bin" look="ink" onPress={props.onDrop}>{t('photo.drop')}</Button>
      </div>
    </Shot>
  );
}

export interface PhotoFieldProps {
  readonly photos: readonly Blob[];
  readonly most: number;
  readonly onAdd: (photo: Blob) => void;
  /** The photo with faces covered: it stands in place of the one before, of which nothing may stay. */
  readonly onCover: (index: number, covered: Blob) => void;
  readonly onDrop: (index: number) => void;
}

/** Takes up to `most` photos. The camera may close the page: what is taken is handed over at once. */
export function PhotoField(props: PhotoFieldProps) {
  const id = useId();
  const [wrong, setWrong] = useState(false);
  const [covering, setCovering] = useState<number | null>(null);
  const [told, setTold] = useState<'cover.covered' | 'cover.left' | null>(null);
  const open = covering === null ? undefined : props.photos[covering];
  const add = async (file: Blob) => {
    setWrong(false);
    setTold(null);
    // Told here and not when the whole form is saved, where the photo is long out of sight.
    const picture = await createImageBitmap(file).catch(() => null);
    picture?.close();
    if (picture) props.onAdd(file);
    else setWrong(true);
  };
  return (
    <div class="stack tight">
      {props.photos.length > 0 && (
        <div class="shots taken">
          {props.photos.map((photo, i) => (
            <TakenShot key={i} source={photo} alt={`${t('photo.alt')} ${i + 1}`} onCover={() => { setTold(null); setCovering(i); }} onDrop={() => { setTold(null); props.onDrop(i); }} />
          ))}
        </div>
      )}
      <p role="status">{told && c(told)}</p>
      {open && <PhotoCover source={open} onDone={(covered) => { props.onCover(covering!, covered); setCovering(null); setTold('cover.covered'); }} onLeave={() => { setCovering(null); setTold('cover.left'); }} />}
      {props.photos.length < props.most && (
        <div class="choice">
          <input id={id} type="file" accept="image/*" capture="environment" onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void add(file);
          }} />
          <label for={id}><Picture name="camera" /><span>{t('photo.take')}</span></label>
        </div>
      )}
      {wrong && <Wrong id={`${id}-wrong`}>{t('photo.unreadable')}</Wrong>}
    </div>
  );
}

/** A photo or recording of the book; it may not have come to this phone yet. */
export function ClipView({ book, clip }: { readonly book: Book; readonly clip: Clip }) {
  const [source, setSource] = useState<Blob | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    book.clip(clip.hash).then((found) => { if (!gone) setSource(found); }, () => { if (!gone) setSource(null); });
    return () => { gone = true; };
  }, [clip.hash]);
  const voice = clip.type.startsWith('audio');
  if (source === undefined) return null;
  if (source === null) return <p class="line soft small"><Picture name={voice ? 'mic' : 'camera'} size={20} />{t(voice ? 'clip.away' : 'photo.away')}</p>;
  return voice ? <div class="voice"><Picture name="mic" /><VoicePlayer source={source} /></div> : <Shot source={source} alt={t('photo.alt')} />;
}
