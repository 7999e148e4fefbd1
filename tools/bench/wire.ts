// A wire between a browser and the measured server that counts every byte on it, head lines included, each way.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Wire {
  /** Where the browser is to go. */
  readonly origin: string;
  /** Bytes since the last call: up from the browser, down to it. */
  counted(): { readonly up: number; readonly down: number };
  /** Resolves when from now on no byte has gone either way for so long, ms. */
  quietFor(ms: number): Promise<void>;
  close(): void;
}

/** @param port of the measured server, on this machine */
export async function openWire(port: number): Promise<Wire> {
  let up = 0;
  let down = 0;
  let lastAt = performance.now();
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to, count] of [[near, far, (n: number) => { up += n; }], [far, near, (n: number) => { down += n; }]] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => { count(bytes.length); lastAt = performance.now(); });
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    counted() {
      const counts = { up, down };
      up = 0;
      down = 0;
      return counts;
    },
    async quietFor(ms) {
      lastAt = performance.now();
      while (performance.now() - lastAt < ms) await new Promise((resolve) => { setTimeout(resolve, 20); });
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
