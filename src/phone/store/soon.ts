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
