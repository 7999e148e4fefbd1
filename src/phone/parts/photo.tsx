// Photos: taken with the phone's own camera, shown small, taken back with a press; and those that came with the book.
import { useEffect, useId, useState } from 'preact/hooks';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book } from '#phone/book.ts';
import { t } from '#phone/words/main.ts';
import { IconButton } from './button.tsx';
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
  return (
    <div class="stack tight">
      {props.photos.length > 0 && <div class="shots">{props.photos.map((photo, i) => <Shot key={i} source={photo} alt={`${t('photo.alt')} ${i + 1}`} onDrop={() => props.onDrop(i)} />)}</div>}
      {props.photos.length < props.most && (
        <div class="choice">
          <input id={id} type="file" accept="image/*" capture="environment" onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) props.onAdd(file);
          }} />
          <label for={id}><Picture name="camera" /><span>{t('photo.take')}</span></label>
        </div>
      )}
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
