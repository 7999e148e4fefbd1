// npm test: installs what is missing, checks types and lint, builds the app, runs every test, and closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, pinnedNode, root } from './ensure.mjs';
import { ensureChromium, ensurePostgres } from './ensure-system.mjs';

const report = join(root, '.tmp', 'vitest.json');
const filters = process.argv.slice(2);

/** Runs a step of npm test under the pinned Node; a failing step ends the run with what to do. */
function step(title, args, onFailure) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(pinnedNode(), ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
  });
  if (status === 0) return;
  console.error(onFailure);
  closingLine(status ?? 1);
}

/** Prints `N passed, N failed` as the last line and ends. */
function closingLine(status) {
  let passed = 0;
  let failed = status === 0 ? 0 : 1;
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8'));
    passed = counts.numPassedTests;
    failed = Math.max(counts.numFailedTests + counts.numPendingTests, failed);
  } catch {
    // No report: the tests were not reached.
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(status === 0 && failed === 0 ? 0 : 1);
}

await ensureInstalled();
mkdirSync(join(root, '.tmp'), { recursive: true });
rmSync(report, { force: true });
console.log('— System: browser and database to test with');
ensureChromium();
ensurePostgres();
if (filters.length === 0) step('Types and lint', ['tools/check.ts'], 'Types or lint are broken: see above.');
step('Building the phone app', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], 'The app does not build: see above.');
step('Tests', ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters], 'Some tests failed: see above. One file again: npm test -- <part of its path>');
closingLine(0);
