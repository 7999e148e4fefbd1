// Names the deciding code: two builds with one name decide every act alike, so their rows need not be sent twice.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Twelve hex letters over the sources of `src/journal` and `src/commune`, tests left out. The phone says it in every
 * push (docs/PROTOCOL.md, `build`); the server compares it with its own and never settles as-said across a difference.
 */
export function buildId(root: string): string {
  const hash = createHash('sha256');
  for (const room of ['src/journal', 'src/commune']) {
    const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
    for (const file of files.sort()) {
      if (!file.endsWith('.ts') || /\.(test|contract)\.ts$/u.test(file)) continue;
      hash.update(`${room}/${file}\n`).update(readFileSync(join(root, room, file), 'utf8').replaceAll('\r\n', '\n'));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
