// Keeps two windows apart over a key that is written down nowhere: the one holds it, the other sees that it is held.

const nameOf = (device: string): string => `nha-rong-held-${device}`;
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** Claims the seat for this window until the answer is called. */
export function claim(device: string): () => void {
  let over = false;
  let end = (): void => undefined;
  // Broken off with its page, as all a page asks for is: nobody is left then to hear of it.
  locks()?.request(nameOf(device), { mode: 'shared' }, () => (over ? undefined : new Promise<void>((done) => { end = done; }))).catch(() => undefined);
  return () => {
    over = true;
    end();
  };
}

/** Those of the seats that no window claims. */
export async function unclaimed(devices: readonly string[]): Promise<readonly string[]> {
  const held = new Set((await locks()?.query())?.held?.map(({ name }) => name));
  return devices.filter((device) => !held.has(nameOf(device)));
}
