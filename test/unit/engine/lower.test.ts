/** What a device cannot run is rewritten or refused, and what it runs wrongly never reaches it. */
import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine/engine';
import { lower } from '../../../src/engine/lower';
import type { Graph } from '../../../src/graph/graph';
import { DeviceError } from '../../../src/shared/errors';
import { float32, int64 } from '../../../src/shared/tensor';
import { network } from '../../helpers/models';

describe('lower', () => {
  const pooled = (used: boolean): Graph =>
    network([1, 1, 4, 4], (b, x) => {
      const [y, indices] = b.ops('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] }, 2);
      return used ? b.add(y!, b.cast(indices!, 'float32')) : y!;
    });

  it("drops MaxPool's unused indices for WebGPU and leaves the CPU's graph alone", () => {
    assert.equal(lower(pooled(false), 'webgpu').nodes[0]!.outputs.length, 1);
    assert.equal(lower(pooled(false), 'cpu').nodes[0]!.outputs.length, 2);
  });

  it("refuses MaxPool's indices where they are used, naming the node and the way out", () => {
    assert.throws(
      () => lower(pooled(true), 'webgpu'),
      (error) => error instanceof DeviceError && /maxpool.*choose the device cpu/.test(error.message),
    );
  });

  it('ScatterND that adds to one place many times loses nothing', async () => {
    const count = 1_000_000;
    const graph = network([1], (b, x) => {
      const indices = b.constant(int64([count, 1], new Array<number>(count).fill(0)));
      const updates = b.constant(float32([count], new Float32Array(count).fill(1)));
      // Costly enough that the engine would use all threads.
      const square = b.constant(float32([128, 128], new Float32Array(128 * 128)));
      const zero = b.sum(b.reshape(b.matmul(square, square), [128 * 128]), [0]);
      return b.add(b.op('ScatterND', [x, indices, updates], { reduction: 'add' }), zero);
    });
    const engine = new Engine();
    const program = await engine.compile(graph, { device: 'cpu' });
    for (let run = 0; run < 10; run++) {
      const [sum] = Object.values(await program.run({ x: float32([1], [0]) }));
      assert.equal(sum!.data[0], count);
    }
    await engine.dispose();
  });
});
