/** From definitions in code to layers of a model, by the names that exporters give and by place. */
import assert from 'node:assert/strict';
import { findLayer } from '../../../../src/editor/hover/findLayer';
import { definitionsIn } from '../../../../src/editor/hover/source/definition';
import type { LayerDescription } from '../../../../src/shared/description';

/** [name, operator, units, K, weight]. */
type Row = [name: string, op: string, units: number, fanIn: number, weight?: string];

const pytorch: Row[] = [
  ['/conv1/Conv', 'Conv', 8, 25, 'conv1.weight'],
  ['/net/net.0/Gemm', 'Gemm', 64, 784, 'net.0.weight'],
  ['/net/net.2/Gemm', 'Gemm', 64, 64, 'net.2.weight'],
  ['node_MatMul_7', 'MatMul', 10, 64, 'embedding.weight'],
];
const keras: Row[] = [
  ['model/conv2d/Conv2D', 'Conv', 8, 25, 'model/conv2d/Conv2D/ReadVariableOp:0'],
  ['model/dense/MatMul', 'MatMul', 64, 784],
  ['model/dense_1/MatMul', 'MatMul', 10, 64],
];
const up: Row = ['up', 'ConvTranspose', 4, 32];

const cases: [title: string, source: string, rows: Row[], found: string][] = [
  ['the attribute, in a node’s name', 'self.conv1 = nn.|Conv2d(1, 8, 5)', pytorch, '/conv1/Conv by name'],
  ['the attribute, in a weight’s name', 'self.embedding = nn.|Linear(64, 10)', pytorch, 'node_MatMul_7 by name'],
  [
    'a place in a sequence',
    'self.net = nn.Sequential(nn.Flatten(), nn.ReLU(), nn.|Linear(64, 64))',
    pytorch,
    '/net/net.2/Gemm by name',
  ],
  ['the argument name', 'layers.|Dense(64, name="dense")', keras, 'model/dense/MatMul by name'],
  ['a name that another only begins with', 'layers.|Dense(10, name="dense")', keras, ''],
  ['a name, and another size', 'self.conv1 = nn.|Conv2d(1, 8, 3)', pytorch, ''],
  ['a name, and another kind', 'self.up = nn.|Conv2d(4, 4, 2)', [up], ''],
  ['a transposed convolution', 'self.up = nn.|ConvTranspose2d(8, 4, 4, stride=2)', [up], 'up by name'],
  ['the only layer of its size', 'self.other = nn.|Linear(784, 64)', pytorch, '/net/net.0/Gemm by place'],
  ['one of two of its size', 'self.other = nn.|Linear(784, 64)', [...pytorch, ['b', 'Gemm', 64, 784]], ''],
  [
    'the size of another definition’s layer',
    'self.x = nn.|Linear(64, 10)\nself.embedding = nn.Linear(64, 10)',
    pytorch,
    '',
  ],
  ['a size that is not told', 'self.other = layers.|Dense(64)', pytorch, ''],
  [
    'its place among as many layers',
    'layers.Conv2D(8, 5)\nlayers.Dense(64)\nlayers.|Dense(10)',
    keras,
    'model/dense_1/MatMul by place',
  ],
  ['its place among layers that do not fit', 'layers.Conv2D(9, 5)\nlayers.Dense(64)\nlayers.|Dense(10)', keras, ''],
  ['its place among more layers', 'layers.Dense(64)\nlayers.|Dense(10)', keras, ''],
];

describe('a definition’s layer in a model', () => {
  for (const [title, marked, rows, expected] of cases)
    it(`${title}: ${expected || 'none'}`, () => {
      const { here, all } = definitionsIn(marked.replace('|', ''), 'python', marked.indexOf('|'));
      const found = findLayer(here!, all, rows.map(layerOf));
      assert.equal(found ? `${found.layer.name} by ${found.by}` : '', expected);
    });
});

function layerOf([name, op, units, fanIn, weight = '']: Row): LayerDescription {
  return { name, op, output: `${name}_output`, parameters: 0, weight, units, fanIn, bias: true };
}
