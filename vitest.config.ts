import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests that start the built hub, kill it, load it or look at it in a browser: one file at a time, and patient. */
const WHOLE_HUB = ['tests/e2e/**/*.test.ts', 'tests/fault/**/*.test.ts', 'tests/soak/**/*.test.ts'];
const DOM = ['tests/dom/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: [...WHOLE_HUB, ...DOM],
          environment: 'node',
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // In Node's environment Svelte effects silently do not run.
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'dom',
          include: DOM,
          environment: 'happy-dom',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: WHOLE_HUB,
          environment: 'node',
          globalSetup: ['tests/support/buildBeforeTests.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // After the others: what is timed here must not share the cores with them.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
