/** What `npm test` says at its end: the time of each step, the slowest tests and hooks of all steps, and one line of counts. */
import { existsSync, readFileSync } from 'node:fs';

/** How many of the slowest are named. */
const NAMED = 10;

/** `steps`: `{ name, milliseconds, ok, results }` in the order they ended; `results` names a file in the shape of mocha's JSON, if there is one, with `hooks` in it or among the tests. */
export function printSummary(steps, wallMilliseconds) {
  console.log('\nStep        Time');
  for (const { name, milliseconds, ok } of steps)
    console.log(`${name.padEnd(10)}${seconds(milliseconds)}${ok ? '' : '  failed'}`);
  console.log(`${'in all'.padEnd(10)}${seconds(wallMilliseconds)}`);

  const tested = steps
    .filter(({ results }) => existsSync(results))
    .map(({ name, results }) => ({ name, ...JSON.parse(readFileSync(results, 'utf8')) }));
  const slowest = tested
    .flatMap(({ name, tests, hooks = [] }) =>
      [...tests, ...hooks].map(({ fullTitle, duration = 0 }) => ({ name, fullTitle, duration })),
    )
    .sort((a, b) => b.duration - a.duration)
    .slice(0, NAMED);
  if (slowest.length > 0) console.log('\nSlowest tests');
  for (const { name, fullTitle, duration } of slowest)
    console.log(`${name.padEnd(10)}${seconds(duration)}  ${fullTitle}`);

  const sum = (count) => tested.reduce((total, { stats }) => total + stats[count], 0);
  console.log(`\n${sum('passes')} passed, ${sum('failures')} failed, ${sum('pending')} skipped`);
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(10);
}
