/**
 * Trains the network of the examples on drawn digits, with the project's own gradients and engine, and writes it as
 * examples/digits.onnx, with the state after the first epoch beside it. Under a minute on two cores.
 *
 *     npx tsx scripts/examples/train.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adam } from '../../src/differentiate/optimizers';
import { trainingStep } from '../../src/differentiate/trainingStep';
import { Engine } from '../../src/engine/engine';
import { random } from '../../src/shared/random';
import { examples } from '../vscode/paths';
import { drawDigits, seeds } from './dataset';
import { batchOf, lossGraph } from './loss';
import { accuracy, modelFile } from './model';
import { initialWeights, weightShapes, type Weights } from './network';

const TRAINING_DIGITS = 6000;
const TEST_DIGITS = 2000;
const BATCH = 50;
const EPOCHS = 6;

const training = drawDigits(TRAINING_DIGITS, seeds.training);
const test = drawDigits(TEST_DIGITS, seeds.test);
const engine = new Engine();
const step = trainingStep(lossGraph(BATCH), { loss: 'loss', weights: Object.keys(weightShapes), optimizer: adam() });
const program = await engine.compile(step.graph, { device: 'cpu' });
const { uniform } = random(seeds.order);

let state = step.start(initialWeights(seeds.weights));
for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  const start = Date.now();
  const order = shuffled(TRAINING_DIGITS);
  let loss = 0;
  for (let i = 0; i < TRAINING_DIGITS; i += BATCH) {
    const outputs = await program.run({ ...state, ...batchOf(training, order.slice(i, i + BATCH)) });
    state = step.next(outputs);
    loss += ((outputs[step.loss]!.data as Float32Array)[0]! * BATCH) / TRAINING_DIGITS;
  }
  const correct = await accuracy(engine, state, test);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(
    `epoch ${epoch}: loss ${loss.toFixed(4)}, accuracy on held-out digits ${correct.toFixed(4)}, ${seconds} s`,
  );
  if (epoch === 1) save('checkpoints/digits-epoch-1.onnx', state, epoch, correct);
  if (epoch === EPOCHS) save('digits.onnx', state, epoch, correct);
}
await engine.dispose();

/** 0 … count − 1 in random order (Fisher and Yates, as Durstenfeld 1964 has it). */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(uniform() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

function save(name: string, weights: Weights, epoch: number, correct: number): void {
  const file = join(examples, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, modelFile(weights, { epoch: String(epoch), accuracy: correct.toFixed(4) }));
}
