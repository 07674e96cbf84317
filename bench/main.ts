/** Runs the cases that are named, or all of them, and prints the tables. What was measured when is in docs/benchmarks.md. */
import { activationMaps } from './cases/activationMaps';
import { backwardPasses } from './cases/backwardPasses';
import { digits } from './cases/digits';
import { embedding } from './cases/embedding';
import { experimentsList } from './cases/experimentsList';
import { extensionHost } from './cases/extensionHost';
import { integratedGradients } from './cases/integratedGradients';
import { largeModel } from './cases/largeModel';
import { kernelShap } from './cases/kernelShap';
import { mnistCnn } from './cases/mnistCnn';
import { occlusion } from './cases/occlusion';
import { resnet18 } from './cases/resnet18';
import { Bench } from './harness';
import { comparisonTable, figureTable, machine } from './table';
import { findTorch } from './torch';

const cases = {
  mnistCnn,
  resnet18,
  integratedGradients,
  backwardPasses,
  activationMaps,
  occlusion,
  kernelShap,
  digits,
  largeModel,
  extensionHost,
  experimentsList,
  embedding,
};

const named = process.argv.slice(2);
const bench = new Bench(findTorch());
try {
  for (const [name, run] of Object.entries(cases)) {
    if (named.length && !named.includes(name)) continue;
    console.log(name);
    await run(bench);
  }
  console.log(`\n${machine(bench)}`);
  console.log('Times are the fastest of all runs in turns (ratio) and their median (median).\n');
  if (bench.comparisons.length) console.log(`${comparisonTable(bench)}\n`);
  if (bench.figures.length) console.log(figureTable(bench));
} finally {
  bench.dispose();
}
