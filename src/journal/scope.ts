// When rows may leave a phone because its person may read less: by the server's own signed word, and by nothing else (law J10).

/** What somebody may read no longer. */
export interface Lost {
  /** Ids of villages; `*`: all of which no line says otherwise. */
  readonly villages: readonly string[];
  readonly households: readonly string[];
  /** The server does not know what the device was told before: whatever the new reading leaves out. */
  readonly rest?: true;
}

/** The server's word on what a device may read. Where it comes from outside, whoever lets it in has checked who signed it. */
export interface Order {
  /** Rises with each word to a device, also over a restore: an older word never takes away what a newer one gave. */
  readonly n: number;
  readonly scope: string;
  readonly lost: Lost;
}

/** Under which word the held rows were read. It outlives every mistrust of rows, as they do. */
export interface Under {
  readonly epoch: string;
  readonly scope: string;
  readonly n: number;
}

export const nothingLost: Lost = { villages: [], households: [] };

/** What is signed of an order: `scope|<commune>|<device>|<epoch>|<n>|<scope>|<sha256 of canonical(lost), hex>`. */
export const orderText = (seat: { readonly commune: string; readonly device: string }, epoch: string, { n, scope }: Pick<Order, 'n' | 'scope'>, lostDigest: string): string =>
  `scope|${seat.commune}|${seat.device}|${epoch}|${n}|${scope}|${lostDigest}`;

interface Reset {
  readonly cursor: { readonly epoch: string; readonly scope: string };
  readonly order?: Order | null | undefined;
}

/**
 * Whether a whole reading may replace what is held: one of the same scope may, as it can only tell more; one of another scope
 * only by an order for that very scope which is newer than the one the held rows were read under.
 */
export function mayReplace(under: Under | null, { cursor, order }: Reset): boolean {
  if (under === null || under.scope === cursor.scope) return true;
  if (!order || order.scope !== cursor.scope) return false;
  return order.n > under.n || under.epoch !== cursor.epoch;
}

/** The number of the next word: rising in this book, and by the server's clock where the book was put back. */
export const nextNumber = (last: number | undefined, now: number): number => Math.max((last ?? 0) + 1, now);

/** A whole reading of another scope came without an order for it: it is not taken, and nothing that is held goes. */
export class UnsignedScope extends Error {
  override readonly name = 'UnsignedScope';
  readonly scope: string;
  constructor(scope: string) {
    super(`no order for the scope ${scope}`);
    this.scope = scope;
  }
}

/** Under which word rows are held once the reading is whole. */
export function underAfter(under: Under | null, { cursor: { epoch, scope }, order }: Reset): Under {
  const n = order?.scope === scope ? order.n : 0;
  return { epoch, scope, n: under?.epoch === epoch ? Math.max(n, under.n) : n };
}
