/**
 * To compare with: the shortest program that gives a list of the runs, by reading every run.json of the folder it is given and
 * keeping the record without its result. Prints how many there are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../src/experiments/store/record';

const folder = join(process.argv[2]!, '.netloupe', 'runs');
const records = readdirSync(folder).map((id) => {
  const { result: _, ...record } = JSON.parse(readFileSync(join(folder, id, 'run.json'), 'utf8')) as RunRecord;
  return record;
});
records.sort((a, b) => (a.started < b.started ? 1 : -1));
console.log(records.length);
