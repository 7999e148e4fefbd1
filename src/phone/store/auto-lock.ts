// A phone left lying on somebody's table locks itself.

/** Calls `lock` once the page has been hidden for `after()` ms. Timers sleep with a hidden page, so the clock is read too. */
export function lockWhenLeft(after: () => number, lock: () => void): void {
  let hiddenAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lockIfLong = () => {
    if (hiddenAt !== null && Date.now() - hiddenAt >= after()) lock();
  };
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      timer = setTimeout(lockIfLong, after());
      return;
    }
    lockIfLong();
    hiddenAt = null;
  });
}
