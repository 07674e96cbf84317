/** Small networks made in tests: written to a temporary folder as real files, so that the whole path from file to result runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../src/formats';
import { Builder } from '../../src/graph/builder';
import { OPSET, type Graph } from '../../src/graph/graph';
import type { Sym } from '../../src/graph/operator';
import { writeOnnx } from '../../src/graph/onnx/write';
import { operators } from '../../src/operators';
import { float32, type Shape } from '../../src/shared/tensor';

/** A folder that is gone when the suite is done. Call inside describe(). */
export function temporaryFolder(): { path: (name: string) => string } {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloupe-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { path: (name) => join(folder, name) };
}

/** A network from x of this shape (the batch first) to what `make` returns, whose batch size is then left open. */
export function network(shape: Shape, make: (b: Builder, x: Sym) => Sym): Graph {
  const b = new Builder(operators);
  const graph = b.build([make(b, b.input('x', 'float32', shape))]);
  return { ...graph, opset: OPSET, inputs: [{ name: 'x', dtype: 'float32', shape: ['N', ...shape.slice(1)] }] };
}

/** `weights`: the folder of its external data, if it has some. */
export function writeModel(path: string, graph: Graph, weights?: string): string {
  writeFileSync(path, writeOnnx(graph, weights));
  return path;
}

export function writeArray(path: string, shape: Shape, values: ArrayLike<number>): string {
  writeFileSync(path, encodeNpy(float32(shape, values)));
  return path;
}

/** x·W + b with W given as rows per output. */
export function dense(b: Builder, x: Sym, rows: readonly (readonly number[])[], bias: readonly number[]): Sym {
  const weights = float32([rows.length, rows[0]!.length], rows.flat());
  return b.op('Gemm', [x, b.constant(weights), b.constant(float32([bias.length], bias))], { transB: 1 });
}

/** Captum's BasicModel_MultiLayer: relu(s − 10) + 3·relu(s + 1) − 1 for class 0, where s is the sum of three inputs. */
export function basicMultiLayer(): Graph {
  return network([1, 3], (b, x) => {
    const ones = (rows: number, columns: number): number[][] =>
      Array.from({ length: rows }, () => Array<number>(columns).fill(1));
    return dense(b, b.op('Relu', [dense(b, x, ones(4, 3), [-10, 1, 1, 1])]), ones(2, 4), [-1, 1]);
  });
}

/** Captum's BasicModel_ConvNet_One_Conv, whose weights are all ones but for three of the dense layer. */
export function oneConvolution(): Graph {
  return network([1, 1, 4, 4], (b, x) => {
    const filters = b.constant(float32([2, 1, 3, 3], Array<number>(18).fill(1)), 'filters');
    const [map] = b.node({ op: 'Conv', domain: '', name: 'conv1', outputs: ['conv1'], attributes: {} }, [
      x,
      filters,
      b.floats([-50, -75]),
    ]);
    const [rectified] = b.node({ op: 'Relu', domain: '', name: 'relu1', outputs: ['relu1'], attributes: {} }, [map]);
    const row = [1, 1, 1, 1, 1, -1, -1, -1];
    const flat = b.op('Flatten', [rectified!]);
    return b.op('Relu', [dense(b, flat, [row, row, row, row], [0, 0, 0, 0])]);
  });
}

export function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0);
  if (actual.length !== expected.length || !(worst <= tolerance)) {
    throw new Error(`[${Array.from(actual).join(', ')}] is not [${expected.join(', ')}]: off by ${worst}`);
  }
}
