// The page in front of the book: whose house this is, the way back, the language, and one column to work in.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '#phone/parts/button.tsx';
import { t } from '#phone/words/main.ts';
import { LANGUAGES, language, speak } from '#phone/words/words.ts';
import { d } from './door-words.ts';
import { sampleHere } from './sample-mark.ts';

function LanguageChoice() {
  const [away, setAway] = useState(false);
  return (
    <span class="door-language">
      <select aria-label={d('door.language')} value={language.value} onChange={(event) => { setAway(false); speak(event.currentTarget.value).catch(() => setAway(true)); }}>
        {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code} selected={code === language.value}>{name}</option>)}
      </select>
      {away && <span class="unseen" role="alert">{t('state.screen.means')}</span>}
    </span>
  );
}

export interface DoorFrameProps {
  readonly title: string;
  readonly onBack?: (() => void) | undefined;
  /** Two columns' width for the few pages with lists. */
  readonly full?: boolean;
  readonly children: ComponentChildren;
  /** Stands at the bottom where the thumb is. */
  readonly action?: ComponentChildren;
}

export function DoorFrame({ title, onBack, full, children, action }: DoorFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A reader of the screen hears where it is now whenever the question changes.
  useEffect(() => { document.title = t('app.name'); heading.current?.focus({ preventScroll: true }); scrollTo(0, 0); }, [title]);
  return (
    <div class="page door">
      <div class="band no-print" />
      <header class="head no-print">
        {sampleHere.value && <p class="sample">{d('door.sample')}</p>}
        <div class={`head-row${onBack ? ' has-back' : ''}`}>
          {onBack && <IconButton picture="back" label={t('do.back')} onPress={onBack} />}
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {!onBack && <LanguageChoice />}
        </div>
      </header>
      <main class={`main${full ? ' full' : ''}`}>{children}</main>
      {action !== undefined && <footer class="action no-print">{action}</footer>}
    </div>
  );
}
