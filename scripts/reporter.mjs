/**
 * Mocha's reporter for `npm test`: dots and failures for people, the titles of what was skipped, and for the summary a file in the
 * shape of mocha's own JSON: counts, and every test and hook with its milliseconds.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    const tests = [];
    // Hooks that ran in a worker process come without their time.
    const timed = (runnable) => tests.push({ fullTitle: runnable.fullTitle(), duration: runnable.duration });
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.on('test end', timed);
    runner.on('hook end', timed);
    runner.once('end', () => {
      for (const title of skipped) console.log(`  skipped: ${title}`);
      const output = process.env.NETLOUPE_TEST_RESULTS;
      if (output) writeFileSync(output, JSON.stringify({ stats: this.stats, tests }));
    });
  }
}
