/** What is explained of a detector's scores, [places, classes]: not the background, whether a name or its winning nearly everywhere tells which it is. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { LocalService } from '../../../src/kernel/service';
import { network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

const places = 20;

describe('the winner of a detector', () => {
  const files = temporaryFolder();

  /** Explains scores that are the input itself, two samples of them. */
  async function winners(
    name: string,
    classes: number,
    scores: (sample: number, place: number, k: number) => number,
    labels?: string,
  ) {
    // prettier-ignore
    const shape = [2, places, classes];
    const values = Array.from({ length: 2 * places * classes }, (_, i) =>
      scores(Math.floor(i / (places * classes)), Math.floor(i / classes) % places, i % classes),
    );
    const model = writeModel(files.path(`${name}.onnx`), network([1, ...shape.slice(1)], (b, x) => b.op('Identity', [x]))); // prettier-ignore
    if (labels !== undefined) writeFileSync(files.path(`${name}.labels.txt`), labels);
    const { target, conventions } = await new LocalService().attribute({
      ...{ model, method: 'gradient', parameters: {}, target: 'argmax', device: 'cpu', seed: 0, memoryBudget: 2 ** 30 },
      input: writeArray(files.path(`${name}.npy`), shape, values),
    });
    const at = target.indices.map((index) => [Math.floor(index / classes), index % classes]);
    return { at, background: target.background, said: conventions.join(' ') };
  }

  /** Class 0 is sure nearly everywhere; class 2 is found at one place of each sample, where class 1 is weaker. */
  const detector = (sample: number, place: number, k: number): number =>
    place === 3 + sample ? [0.2, 0.1, 0.7][k]! : [0.95, 0.02, 0.03][k]!;

  it('is the strongest of the classes but class 0, where that wins nearly everywhere', async () => {
    const { at, background, said } = await winners('unnamed', 3, detector);
    assert.deepEqual(at, [[3, 2], [4, 2]]); // prettier-ignore
    assert.equal(background, 0);
    assert.match(said, /Class 0 is the background/);
  });

  it('leaves out the class that is called background, wherever it stands and however rarely it wins', async () => {
    const last = (sample: number, place: number, k: number): number => detector(sample, place, (k + 1) % 3);
    const named = await winners('named', 3, last, 'cat\ndog\nbackground');
    assert.deepEqual(named.at, [[3, 1], [4, 1]]); // prettier-ignore
    assert.equal(named.background, 2);
    const rare = await winners('rare', 2, (_, place, k) => (place === 5 ? [1, 3][k]! : [0, 2][k]!), 'box\n__background__'); // prettier-ignore
    assert.deepEqual(rare.at, [[5, 0], [5, 0]]); // prettier-ignore
  });

  it('is the strongest of all where no class is the background', async () => {
    const even = await winners('even', 3, (sample, place, k) => (k === place % 3 ? 1 + sample + place : 0));
    assert.deepEqual(even.at, [[19, 1], [19, 1]]); // prettier-ignore
    assert.equal(even.background, undefined);
    // In one sample class 0 wins everywhere, in the other nowhere.
    const mixed = await winners('mixed', 2, (sample, _, k) => Number(k === sample));
    assert.deepEqual(mixed.at, [[0, 0], [0, 1]]); // prettier-ignore
    assert.equal(mixed.background, undefined);
  });
});
