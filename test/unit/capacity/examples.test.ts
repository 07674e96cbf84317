/** The exercises in examples/ are experiments without a problem, and the first of them teaches what it says. */
import assert from 'node:assert/strict';
import { readExperiment } from '../../../src/experiments/experiment';
import { LocalService } from '../../../src/kernel/service';

describe('the exercises on capacity', () => {
  it('XOR: one run, which proves that a perceptron cannot and shows that two hidden units can', async () => {
    const { jobs } = await readExperiment('examples/xor.netloupe.yaml', 'examples');
    assert.equal(jobs.length, 1);
    const result = await new LocalService().run({ ...jobs[0]!.request, memoryBudget: 2 ** 30 });
    assert.equal(result.kind, 'curves');
    assert.match(result.conventions.join('\n'), /No perceptron produces these labels.*\n.*14 of the 16/);
    const learnt = result.kind === 'curves' ? result.curves.map(({ name, y }) => [name, y.at(-1) === 1]) : [];
    assert.deepEqual(learnt, [
      ['perceptron', false],
      ['1 hidden unit', false],
      ['2 hidden units', true],
      ['3 hidden units', true],
    ]);
  });

  it('capacity: a run for each number of inputs', async () => {
    const { jobs } = await readExperiment('examples/perceptron-capacity.netloupe.yaml', 'examples');
    assert.deepEqual(
      jobs.map(({ request: { method, parameters } }) => [method, parameters['inputs']]),
      [5, 20, 50].map((inputs) => ['perceptron-capacity', inputs]),
    );
  });
});
