// How much one address or one phone may ask: a bucket that fills again, and an honest "wait so many seconds".
import type { Clock } from '../clock.ts';
import { Problem } from './problem.ts';

export interface Flow {
  /** Takes `cost` from the bucket of `name`. Throws Problem 429 with the seconds to wait where it is empty. */
  take(name: string, cost?: number): void;
  /** Puts back what was taken for something that turned out right. */
  give(name: string, cost?: number): void;
}

interface Bucket {
  left: number;
  at: number;
}

/** Buckets kept at once; the longest unused goes first, and by then it is full again in all but a flood. */
const MOST_BUCKETS = 20_000;

/**
 * @param burst what may come at once
 * @param perSecond what comes back each second
 */
export function flow(burst: number, perSecond: number, clock: Clock): Flow {
  const buckets = new Map<string, Bucket>();
  return {
    take(name, cost = 1) {
      const now = clock();
      const bucket = buckets.get(name) ?? { left: burst, at: now };
      bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      buckets.delete(name);
      buckets.set(name, bucket);
      if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value!);
      if (bucket.left < cost) {
        const seconds = Math.ceil((cost - bucket.left) / perSecond);
        throw new Problem(429, 'request.too-many', { seconds }, seconds);
      }
      bucket.left -= cost;
    },
    give(name, cost = 1) {
      const bucket = buckets.get(name);
      if (bucket) bucket.left = Math.min(burst, bucket.left + cost);
    },
  };
}

/** An address without its last part: enough to slow a flood down, too little to name a home. */
export function shortAddress(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (plain.includes('.')) return `${plain.split('.').slice(0, 3).join('.')}.0`;
  return `${plain.split(':').slice(0, 3).join(':')}::`;
}
