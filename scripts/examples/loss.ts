/** What training makes smaller: the cross-entropy of the network of the examples, and the batches it is taken over. */
import { crossEntropy } from '../../src/differentiate/losses';
import { Builder } from '../../src/graph/builder';
import type { BoundGraph } from '../../src/graph/graph';
import { operators } from '../../src/operators';
import { float32, type Tensor } from '../../src/shared/tensor';
import { CLASSES, type Digits } from './dataset';
import { SIDE } from './draw';
import { addNetwork, weightShapes } from './network';

/** The value "loss" for `image` [N, 1, 28, 28] and `classes` [N, 10], N = count; the weights are inputs. */
export function lossGraph(count: number): BoundGraph {
  const b = new Builder(operators);
  const image = b.input('image', 'float32', [count, 1, SIDE, SIDE]);
  const classes = b.input('classes', 'float32', [count, CLASSES]);
  const logits = addNetwork(b, image, (name) => b.input(name, 'float32', weightShapes[name]!));
  const loss = crossEntropy(b, logits, classes);
  return b.build([b.node({ op: 'Identity', domain: '', name: 'loss', outputs: ['loss'], attributes: {} }, [loss])[0]!]);
}

/** The digits at these places, their classes one-hot. */
export function batchOf({ images, labels }: Digits, places: readonly number[]): { image: Tensor; classes: Tensor } {
  const size = SIDE * SIDE;
  const image = float32([places.length, 1, SIDE, SIDE], new Float32Array(places.length * size));
  const classes = float32([places.length, CLASSES], new Float32Array(places.length * CLASSES));
  places.forEach((place, row) => {
    image.data.set(images.data.subarray(place * size, (place + 1) * size), row * size);
    classes.data[row * CLASSES + labels[place]!] = 1;
  });
  return { image, classes };
}
