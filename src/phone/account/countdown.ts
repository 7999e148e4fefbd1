// Seconds still to wait, counted down on the screen.
import { useEffect, useState } from 'preact/hooks';

/** @returns seconds left and a way to begin a wait of so many seconds */
export function useCountdown(): readonly [left: number, begin: (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => { if (until !== 0 && left === 0) setUntil(0); }, [left, until]);
  return [left, (seconds) => { setNow(Date.now()); setUntil(Date.now() + seconds * 1000); }];
}
