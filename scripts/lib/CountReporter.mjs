import { writeFileSync } from 'node:fs';

/**
 * Counts what vitest ran and writes `{ passed, failed, skipped }` to the file that TEST_COUNTS names. A file
 * that cannot even be loaded, and an error outside every test, are one failure each: silence is no success.
 */
export default class CountReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} testModules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(testModules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of testModules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'failed' : state]++;
      }
      // A failing hook or import fails the module without failing a test.
      if (module.state() === 'failed' && counts.failed === before) counts.failed++;
    }
    if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
  }
}
