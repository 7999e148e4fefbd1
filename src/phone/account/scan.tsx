// The camera reads a QR square: by the browser's own reader where it has one, else by one that is fetched when needed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { d } from './door-words.ts';
import { readPaper, type Paper } from './paper.ts';

interface Detector { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
type DetectorClass = (new (how: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> };

type Eye = (video: HTMLVideoElement) => Promise<string | null>;

/** Looking five times a second finds a square held still at once and leaves a slow phone room to breathe. */
const LOOK_EVERY_MS = 200;
/** jsQR takes about 40 ms for a picture of this width on a cheap phone; wider finds nothing more at arm's length. */
const LOOK_WIDTH = 480;

async function eye(): Promise<Eye> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Native && (await Native.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return async (video) => {
    canvas.width = LOOK_WIDTH;
    canvas.height = Math.round((LOOK_WIDTH * video.videoHeight) / Math.max(1, video.videoWidth));
    if (canvas.height === 0) return null;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
  };
}

type Sight = 'opening' | 'open' | 'denied' | 'none';

export interface ScanProps {
  readonly asked: Paper['kind'];
  readonly onPaper: (paper: Paper) => void;
  readonly onStop: () => void;
}

export default function Scan({ asked, onPaper, onStop }: ScanProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [sight, setSight] = useState<Sight>('opening');
  const [foreign, setForeign] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = async (by: Eye) => {
      const text = video.current && video.current.readyState >= 2 ? await by(video.current).catch(() => null) : null;
      if (gone) return;
      const paper = text === null ? null : readPaper(text, asked);
      if (paper) return onPaper(paper);
      if (text !== null) setForeign(true);
      timer = setTimeout(() => void look(by), LOOK_EVERY_MS);
    };
    const open = async () => {
      if (!navigator.mediaDevices?.getUserMedia) return setSight('none');
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      } catch (trouble) {
        return setSight((trouble as DOMException).name === 'NotFoundError' ? 'none' : 'denied');
      }
      if (gone || !video.current) return stream.getTracks().forEach((track) => track.stop());
      video.current.srcObject = stream;
      await video.current.play().catch(() => {});
      setSight('open');
      void look(await eye());
    };
    void open();
    return () => { gone = true; clearTimeout(timer); stream?.getTracks().forEach((track) => track.stop()); };
  }, []);
  return (
    <div class="stack">
      <p class="strong large">{d('scan.title')}</p>
      {(sight === 'denied' || sight === 'none')
        ? <Notice tone="waits" picture="camera" live="assertive"><p>{d(sight === 'denied' ? 'scan.denied' : 'scan.none')}</p></Notice>
        : <div class="scan"><video ref={video} playsInline muted aria-label={d('scan.title')} />{sight === 'opening' && <p role="status">{d('scan.opening')}</p>}</div>}
      {foreign && <p role="status" class="strong">{d('scan.foreign')}</p>}
      <Button wide onPress={onStop}>{d('scan.stop')}</Button>
    </div>
  );
}
