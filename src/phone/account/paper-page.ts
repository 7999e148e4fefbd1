// A page whose paper is what counts: prints nothing but the paper, and warns before its secrets are lost.
import { useEffect } from 'preact/hooks';

/** While shown, printing prints only `.paper` (office.css), and leaving the window asks first. */
export function usePaper(shown: boolean): void {
  useEffect(() => {
    if (!shown) return;
    const root = document.documentElement;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    root.classList.add('prints-paper');
    addEventListener('beforeunload', ask);
    return () => {
      root.classList.remove('prints-paper');
      removeEventListener('beforeunload', ask);
    };
  }, [shown]);
}
