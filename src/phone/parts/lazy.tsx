// Screens that are seldom opened come when they are opened; where they cannot be had, the page says so and tries again.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/**
 * A component that loads itself; once here it is drawn at once.
 * @param part it is a part of a page that is there already: nothing stands in its place meanwhile
 */
export function lazy<P extends object>(load: () => Promise<{ readonly default: ComponentType<P> }>, part = false): ComponentType<P> {
  let found: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (found || failed) return;
      let gone = false;
      load().then((module) => { found = module.default; if (!gone) redraw((n) => n + 1); }, () => { if (!gone) setFailed(true); });
      return () => { gone = true; };
    }, [failed]);
    if (found) { const Found = found; return <Found {...props} />; }
    if (!failed) return part ? null : <main class="main" aria-busy="true"><h1 class="unseen">{t('state.loading')}</h1></main>;
    const trouble = (
      <Notice tone="waits" title={t('state.screen')} live="assertive">
        <p>{t('state.screen.means')}</p>
        <div><Button onPress={() => setFailed(false)}>{t('do.retry')}</Button></div>
      </Notice>
    );
    return part ? trouble : <main class="main">{trouble}</main>;
  };
}
