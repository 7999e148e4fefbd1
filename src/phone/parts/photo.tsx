// Photos: taken with the phone's own camera, shown small, taken back with a press; and those that came with the book.
import { useEffect, useId, useState } from 'preact/hooks';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book } from '#phone/book.ts';
import { t } from '#phone/words/main.ts';
import { IconButton } from './button.tsx';
import { Wrong } from './field.tsx';
import { Picture } from './picture.tsx';
import { VoicePlayer } from './recorder.tsx';

export function Shot(props: { readonly source: Blob; readonly alt: string; readonly onDrop?: () => void }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(props.source);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [props.source]);
  return (
    <div class="shot">
      {url !== null && <img src={url} alt={props.alt} />}
      {props.onDrop && <IconButton picture="bin" label={t('photo.drop')} onPress={props.onDrop} />}
    </div>
  );
}

/** Takes up to `most` photos. The camera may close the page: what is taken is handed over at once. */
export function PhotoField(props: { readonly photos: readonly Blob[]; readonly most: number; readonly onAdd: (photo: Blob) => void; readonly onDrop: (index: number) => void }) {
  const id = useId();
  const [wrong, setWrong] = useState(false);
  const add = async (file: Blob) => {
    setWrong(false);
    // Told here and not when the whole form is saved, where the photo is long out of sight.
    const picture = await createImageBitmap(file).catch(() => null);
    picture?.close();
    if (picture) props.onAdd(file);
    else setWrong(true);
  };
  return (
    <div class="stack tight">
      {props.photos.length > 0 && <div class="shots">{props.photos.map((photo, i) => <Shot key={i} source={photo} alt={`${t('photo.alt')} ${i + 1}`} onDrop={() => props.onDrop(i)} />)}</div>}
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
