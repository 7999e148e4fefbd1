// Getting the code off a slip or card: scanned with the camera, or typed from the line under the QR square.
import { useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { lazy } from '#phone/parts/lazy.tsx';
import { t } from '#phone/words/main.ts';
import { d } from './door-words.ts';
import { readPaper, type Paper } from './paper.ts';

const Scan = lazy(() => import('./scan.tsx'));

/** `onPaper` also hears of the other kind: a card scanned where a slip was asked for is still a card. */
export function PaperCode({ asked, onPaper }: { readonly asked: Paper['kind']; readonly onPaper: (paper: Paper) => void }) {
  const [scanning, setScanning] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = () => {
    const paper = readPaper(typed, asked);
    setWrong(paper === null);
    if (paper) onPaper(paper);
  };
  if (scanning) return <Scan asked={asked} onPaper={onPaper} onStop={() => setScanning(false)} />;
  return (
    <div class="stack wide">
      <Button look={asked === 'card' ? 'main' : 'edge'} giant={asked === 'card'} wide picture="camera" onPress={() => setScanning(true)}>{d(asked === 'card' ? 'card.scan' : 'slip.scan')}</Button>
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <TextField
          label={d(asked === 'card' ? 'card.code' : 'slip.code')} hint={d(asked === 'card' ? 'card.code.hint' : 'slip.code.hint')} value={typed} maxLength={200}
          onChange={(text) => { setTyped(text); setWrong(false); }} wrong={wrong ? d(asked === 'card' ? 'card.bad' : 'slip.bad') : null}
        />
        <Button look={asked === 'card' ? 'edge' : 'main'} type="submit" wide disabled={typed.trim() === ''}>{t('do.next')}</Button>
      </form>
    </div>
  );
}
