/** Small models and data files for the tests in VS Code, made on the spot: they need no example and fit any folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeNpz, encodePng } from '../../src/formats';
import { attributes, type PlainAttribute } from '../../src/graph/attributes';
import { OPSET, type Node } from '../../src/graph/graph';
import { writeOnnx } from '../../src/graph/onnx/write';
import { float32, sizeOf, tensorOf, type Shape } from '../../src/shared/tensor';

/**
 * Scores of three classes from pictures: x [N, 1, 8, 8] → Flatten → MatMul → Relu → MatMul → scores [N, 3], with labels in the
 * metadata. Some 2000 hidden units make it a model on which a long method takes seconds.
 */
export function writeModel(path: string, hidden = 16): void {
  const bytes = writeOnnx(
    {
      name: 'small',
      opset: OPSET,
      domains: {},
      inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 1, 8, 8] }],
      outputs: [{ name: 'scores', dtype: 'float32', shape: ['N', 3] }],
      nodes: [
        node('Flatten', ['x'], 'flat', { axis: 1 }),
        node('MatMul', ['flat', 'w1'], 'first'),
        node('Relu', ['first'], 'active'),
        node('MatMul', ['active', 'w2'], 'second'),
        node('MatMul', ['second', 'w3'], 'scores'),
      ],
      initializers: new Map([
        ['w1', waves([64, hidden])],
        ['w2', waves([hidden, hidden])],
        ['w3', waves([hidden, 3])],
      ]),
      values: new Map(),
    },
    '',
    { labels: 'cat,dog,owl' },
  );
  write(path, bytes);
}

/** A grey picture of 8 by 8. */
export function writePicture(path: string): void {
  const values = Array.from({ length: 64 }, (_, i) => (i * 37) % 256);
  write(path, encodePng(tensorOf('uint8', [8, 8, 1], values)));
}

/** Two arrays, of which `pictures` fits the model and `classes` does not. */
export function writeArrays(path: string): void {
  write(path, encodeNpz({ classes: float32([2], [0, 1]), pictures: waves([2, 1, 8, 8]) }));
}

/** A file that calls itself a model. */
export function writeBrokenModel(path: string): void {
  write(path, new TextEncoder().encode('this is not a model'));
}

function node(op: string, inputs: string[], output: string, plain: Record<string, PlainAttribute> = {}): Node {
  return { op, domain: '', name: `/${output}`, inputs, outputs: [output], attributes: attributes(plain) };
}

/** Numbers between -1 and 1 without a pattern that cancels. */
function waves(shape: Shape) {
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * i + 1)),
  );
}

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
