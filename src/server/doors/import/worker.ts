// Runs beside the server: reads files and understands sheets, so that a heavy one never holds up anybody else.
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';
import { check, type Checked, type Ground } from '#commune/households/sheet/check.ts';
import type { Part } from '#commune/households/sheet/mapping.ts';
import type { NamedVillage } from '#commune/households/sheet/guess.ts';
import { prepare, type Prepared } from '#commune/households/sheet/prepare.ts';
import { sightOf, type Learned, type SheetSight } from '#commune/households/sheet/sight.ts';
import { readFile } from './read-file.ts';
import { FileRefused } from './refused.ts';

/** What is kept of an upload: its sheets, garbled text read, papers and other sensitive columns gone. */
export type KeptSheets = readonly Prepared[];

export type Job =
  | { readonly what: 'read'; readonly bytes: Uint8Array; readonly name: string; readonly villages: readonly NamedVillage[]; readonly learned: readonly Learned[] }
  | { readonly what: 'check'; readonly kept: Uint8Array; readonly parts: readonly Part[]; readonly ground: Ground };

export type Done =
  | { readonly kept: Uint8Array; readonly sheets: readonly SheetSight[] }
  | { readonly checked: Checked }
  | { readonly refused: string; readonly params: Readonly<Record<string, string | number>> };

async function work(job: Job): Promise<Done> {
  if (job.what === 'check') {
    const kept = JSON.parse(gunzipSync(job.kept).toString('utf8')) as KeptSheets;
    return { checked: check(kept.map((one) => one.sheet), job.parts, job.ground) };
  }
  const kept = (await readFile(Buffer.from(job.bytes), job.name)).map(prepare);
  return { kept: gzipSync(JSON.stringify(kept)), sheets: kept.map((one) => sightOf(one, job.villages, job.learned)) };
}

try {
  parentPort!.postMessage(await work(workerData as Job));
} catch (error) {
  if (!(error instanceof FileRefused)) throw error;
  parentPort!.postMessage({ refused: error.code, params: error.params } satisfies Done);
}
