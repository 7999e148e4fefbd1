// npm test: installs what is missing, checks types and lint, builds the app, runs every test, and closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureInstalled, pinnedNode, root } from './ensure.mjs';
import { ensureChromium, ensurePostgres } from './ensure-system.mjs';

const report = join(root, '.tmp', 'vitest.json');
const repeated = join(root, '.tmp', 'vitest-again.json');
const filters = process.argv.slice(2);
/** Files that may be run once more. */
const MOST_AGAIN = 4;

/** Runs a step of npm test under the pinned Node; answers its status. */
function tryStep(title, args) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(pinnedNode(), ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
  });
  return status ?? 1;
}

/** A failing step ends the run with what to do. */
function step(title, args, onFailure) {
  const status = tryStep(title, args);
  if (status === 0) return;
  console.error(onFailure);
  closingLine(status);
}

const vitest = (file, filters) => ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];

/** Files that failed, with the titles of their tests that did. */
function failedFiles() {
  try {
    return resultsOf(report).filter(({ status }) => status !== 'passed')
      .map(({ name, assertionResults }) => ({ file: relative(root, name).replaceAll('\\', '/'), titles: assertionResults.filter((one) => one.status === 'failed').map((one) => one.title) }));
  } catch {
    return [];
  }
}

/**
 * Whole files that failed while a hundred others shared the machine are run once more, by themselves, and named: real
 * browsers and killed servers on a busy machine are late at times. Many, or one that fails again, and the run has failed.
 */
function secondTry(failed) {
  if (failed.length === 0 || failed.length > MOST_AGAIN) return 1;
  const status = tryStep(`Once more, by themselves: ${failed.map(({ file }) => file).join(', ')}`, [...vitest(repeated, failed.map(({ file }) => file)), '--no-file-parallelism']);
  if (status !== 0) return status;
  for (const { file, titles } of failed) console.log(`Passed only the second time, to be looked into: ${file}: ${titles.join(' | ') || 'the whole file'}`);
  return 0;
}

const resultsOf = (file) => JSON.parse(readFileSync(file, 'utf8')).testResults;

/** Prints `N passed, N failed` as the last line and ends; what was run once more counts as it ended. */
function closingLine(status) {
  let titles = [];
  try {
    const again = existsSync(repeated) ? resultsOf(repeated) : [];
    const files = [...resultsOf(report).filter(({ name }) => !again.some((one) => one.name === name)), ...again];
    titles = files.flatMap(({ assertionResults }) => assertionResults);
  } catch {
    // No report: the tests were not reached.
  }
  const passed = titles.filter((one) => one.status === 'passed').length;
  const failed = Math.max(titles.length - passed, status === 0 ? 0 : 1);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(status === 0 && failed === 0 ? 0 : 1);
}

await ensureInstalled();
mkdirSync(join(root, '.tmp'), { recursive: true });
for (const file of [report, repeated]) rmSync(file, { force: true });
console.log('— System: browser and database to test with');
ensureChromium();
ensurePostgres();
if (filters.length === 0) step('Types and lint', ['tools/check.ts'], 'Types or lint are broken: see above.');
step('Building the phone app', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], 'The app does not build: see above.');
const status = tryStep('Tests', vitest(report, filters));
const outcome = status === 0 ? 0 : secondTry(failedFiles());
if (outcome !== 0) console.error('Some tests failed: see above. One file again: npm test -- <part of its path>');
closingLine(outcome);
