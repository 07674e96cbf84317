/** A network whose SmoothGrad lasts as long as a test wants: some 2 ms a sample on one core. */
import { dense, network, writeArray, writeModel } from './models';

const WIDTH = 1500;

/** Writes wide.onnx and wide.npy, one sample, through `path`. */
export function writeWide(path: (name: string) => string): { model: string; input: string } {
  const row = Array.from({ length: WIDTH }, (_, i) => Math.sin(i));
  const square = Array.from({ length: WIDTH }, () => row);
  const bias = Array<number>(WIDTH).fill(0.1);
  const wide = network([1, WIDTH], (b, x) => dense(b, b.op('Tanh', [dense(b, x, square, bias)]), square, bias));
  return {
    model: writeModel(path('wide.onnx'), wide),
    input: writeArray(path('wide.npy'), [1, WIDTH], row),
  };
}
