// A folder of its own for a figure, into which the account that runs the database may look.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder; whoever asked for it takes it away. @param name of the figure, short: socket paths have 107 letters */
export function groundFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `nr-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
