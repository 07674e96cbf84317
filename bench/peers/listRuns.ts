/** A process that lists the runs of the folder it is given, and ends. Prints how many there are. */
import { RunStore } from '../../src/experiments/store/store';

console.log((await new RunStore(process.argv[2]!).list()).length);
