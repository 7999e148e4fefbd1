// Every test runs under Node; those that need a real browser start one themselves (test/chromium.ts).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __BUILD__: '"test"' },
  test: {
    environment: 'node',
    // Starts no database by itself: only what a test asks for (test/databases.ts), and stops it at the end.
    globalSetup: ['test/databases-setup.ts', 'test/e2e/app-built.ts'],
    include: ['src/**/*.test.ts', 'sim/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    // Browsers and databases are started on a machine of two cores that does other work too: no test is timed.
    testTimeout: 120_000,
    // Waits are for things that come, however slow the machine; this long means they never do.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: 'forks',
  },
});
