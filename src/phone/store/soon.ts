// Work that follows in a turn of its own, once for however many asked.

/** Asked any number of times in one turn of the page, `work` runs once, after what is under way. */
export function soon(work: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; work(); }, 0);
  };
}

const MOST_MS = 300;

/** What is on its way to the screen stands there; where nothing is drawn, as in a window behind others, after a moment. */
export const drawn = (): Promise<void> => new Promise((done) => {
  setTimeout(done, MOST_MS);
  globalThis.requestAnimationFrame?.(() => setTimeout(done, 0));
});
