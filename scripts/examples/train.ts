/**
 * Trains the network of the examples on drawn digits, with the project's own gradients and engine, and writes it as
 * examples/digits.onnx, with the state after the first epoch beside it. A minute on two cores.
 *
 *     npx tsx scripts/examples/train.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossEntropy } from '../../src/differentiate/losses';
import { adam } from '../../src/differentiate/optimizers';
import { trainingStep } from '../../src/differentiate/trainingStep';
import { Engine } from '../../src/engine/engine';
import { Builder } from '../../src/graph/builder';
import type { BoundGraph } from '../../src/graph/graph';
import { operators } from '../../src/operators';
import { random } from '../../src/shared/random';
import { float32 } from '../../src/shared/tensor';
import { examples } from '../vscode/paths';
import { CLASSES, drawDigits, seeds, type Digits } from './dataset';
import { SIDE } from './draw';
import { accuracy, modelFile } from './model';
import { addNetwork, initialWeights, weightShapes, type Weights } from './network';

const TRAINING_DIGITS = 6000;
const TEST_DIGITS = 2000;
const BATCH = 50;
const EPOCHS = 6;

const training = drawDigits(TRAINING_DIGITS, seeds.training);
const test = drawDigits(TEST_DIGITS, seeds.test);
const engine = new Engine();
const step = trainingStep(lossGraph(), { loss: 'loss', weights: Object.keys(weightShapes), optimizer: adam() });
const program = await engine.compile(step.graph, { device: 'cpu' });
const { uniform } = random(seeds.order);

let state = step.start(initialWeights(seeds.weights));
for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  const start = Date.now();
  const order = shuffled(TRAINING_DIGITS);
  let loss = 0;
  for (let i = 0; i < TRAINING_DIGITS; i += BATCH) {
    const outputs = await program.run({ ...state, ...batch(training, order.slice(i, i + BATCH)) });
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

/** The loss of one batch; the weights are inputs. */
function lossGraph(): BoundGraph {
  const b = new Builder(operators);
  const image = b.input('image', 'float32', [BATCH, 1, SIDE, SIDE]);
  const classes = b.input('classes', 'float32', [BATCH, CLASSES]);
  const logits = addNetwork(b, image, (name) => b.input(name, 'float32', weightShapes[name]!));
  const loss = crossEntropy(b, logits, classes);
  return b.build([b.node({ op: 'Identity', domain: '', name: 'loss', outputs: ['loss'], attributes: {} }, [loss])[0]!]);
}

/** The digits at these places, their classes one-hot. */
function batch({ images, labels }: Digits, places: readonly number[]) {
  const size = SIDE * SIDE;
  const image = float32([places.length, 1, SIDE, SIDE], new Float32Array(places.length * size));
  const classes = float32([places.length, CLASSES], new Float32Array(places.length * CLASSES));
  places.forEach((place, row) => {
    image.data.set(images.data.subarray(place * size, (place + 1) * size), row * size);
    classes.data[row * CLASSES + labels[place]!] = 1;
  });
  return { image, classes };
}

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
