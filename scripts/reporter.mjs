/** Mocha's reporter for `npm test`: dots and failures for people, the titles of what was skipped, and the counts in a file. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.once('end', () => {
      for (const title of skipped) console.log(`  skipped: ${title}`);
      const output = process.env.NETLOUPE_TEST_RESULTS;
      if (output) writeFileSync(output, JSON.stringify({ stats: this.stats }));
    });
  }
}
