// The tests of the commune's rules, one file after another, listened to.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  test: {
    environment: 'node', pool: 'forks', maxWorkers: 1, fileParallelism: false, testTimeout: 600_000,
    include: ['src/commune/**/*.test.ts'], exclude: ['src/commune/corpus/**'],
    setupFiles: [fileURLToPath(new URL('listen.ts', import.meta.url))],
    sequence: { shuffle: false },
  },
});
