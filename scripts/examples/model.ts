/** The trained network as a model file, and how often it is right. */
import type { Engine } from '../../src/engine/engine';
import { Builder } from '../../src/graph/builder';
import { writeOnnx } from '../../src/graph/onnx/write';
import type { Graph } from '../../src/graph/graph';
import { operators } from '../../src/operators';
import { CLASSES, classNames, type Digits } from './dataset';
import { SIDE } from './draw';
import { addNetwork, type Weights } from './network';

/** The network with these weights in it, for any number of images. */
export function modelGraph(weights: Weights): Graph {
  const b = new Builder(operators);
  const image = b.input('image', 'float32', [1, 1, SIDE, SIDE]);
  const graph = b.build([addNetwork(b, image, (name) => b.constant(weights[name]!, name))], 'digits');
  return {
    ...graph,
    inputs: [{ name: 'image', dtype: 'float32', shape: ['N', 1, SIDE, SIDE] }],
    outputs: [{ name: 'logits', dtype: 'float32', shape: ['N', CLASSES] }],
  };
}

/** The bytes of the model file; `training` says where in training it was written. */
export function modelFile(weights: Weights, training: { epoch: string; accuracy: string }): Uint8Array {
  return writeOnnx(modelGraph(weights), '', {
    description: 'Tells digits drawn by a script apart; white on black, 0 to 1.',
    labels: classNames.join(','),
    ...training,
  });
}

/** The share of digits whose largest logit is that of their class. */
export async function accuracy(engine: Engine, weights: Weights, { images, labels }: Digits): Promise<number> {
  const program = await engine.compile(modelGraph(weights), { device: 'cpu' });
  const { logits } = await program.run({ image: images });
  const values = logits!.data as Float32Array;
  const right = labels.filter((label, i) => {
    const row = values.subarray(i * CLASSES, (i + 1) * CLASSES);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}
