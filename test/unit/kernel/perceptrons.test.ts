/**
 * Layers as perceptrons: units, inputs, bias and capacity of small networks, from the operators' definitions in ONNX by hand; of
 * transposed convolutions by counting which inputs reach which output.
 */
import assert from 'node:assert/strict';
import { attributes, type PlainAttribute } from '../../../src/graph/attributes';
import { OPSET, type Constant, type Graph, type Node } from '../../../src/graph/graph';
import { perceptronTeller } from '../../../src/kernel/perceptrons';
import { capacityOf, tapsPerPlace } from '../../../src/shared/perceptron';
import { float32, int64, sizeOf, tensorOf, type Shape } from '../../../src/shared/tensor';

type Plain = Record<string, PlainAttribute>;
type Step = [op: string, inputs: string[], plain?: Plain];

/** Each step's output is the next one's `y`, and v0, v1, …; the layer looked at is the last that multiplies. */
const layers: [title: string, constants: Record<string, Shape>, steps: Step[], facts: string][] = [
  ['x·W', { w: [3, 4] }, [['MatMul', ['x', 'w']]], '4 units, K=3, 6'],
  ['W·x', { w: [3, 4] }, [['MatMul', ['w', 'x']]], '3 units, K=4, 8'],
  ['x·w, one unit', { w: [3] }, [['MatMul', ['x', 'w']]], '1 units, K=3, 6'],
  ['w·x, one unit', { w: [3] }, [['MatMul', ['w', 'x']]], '1 units, K=3, 6'],
  ['a stack of matrices', { w: [5, 3, 4] }, [['MatMul', ['x', 'w']]], '20 units, K=3, 6'],
  [
    'x·W + b',
    { w: [3, 4], b: [4] },
    [
      ['MatMul', ['x', 'w']],
      ['Add', ['y', 'b']],
    ],
    '4 units, K=3, bias, 8',
  ],
  [
    'b + x·W',
    { w: [3, 4], b: [1, 4] },
    [
      ['MatMul', ['x', 'w']],
      ['Add', ['b', 'y']],
    ],
    '4 units, K=3, bias, 8',
  ],
  [
    'W·x + b, b a column',
    { w: [3, 4], b: [3, 1] },
    [
      ['MatMul', ['w', 'x']],
      ['Add', ['y', 'b']],
    ],
    '3 units, K=4, bias, 10',
  ],
  [
    'a row added to columns',
    { w: [4, 4], b: [4] },
    [
      ['MatMul', ['w', 'x']],
      ['Add', ['y', 'b']],
    ],
    '4 units, K=4, 8',
  ],
  [
    'x·W + a position’s own',
    { w: [3, 4], b: [7, 4] },
    [
      ['MatMul', ['x', 'w']],
      ['Add', ['y', 'b']],
    ],
    '4 units, K=3, 6',
  ],
  [
    'x·W + x',
    { w: [3, 3] },
    [
      ['MatMul', ['x', 'w']],
      ['Add', ['y', 'x']],
    ],
    '3 units, K=3, 6',
  ],
  [
    'x·W + b, and x·W elsewhere',
    { w: [3, 4], b: [4] },
    [
      ['MatMul', ['x', 'w']],
      ['Add', ['y', 'b']],
      ['Relu', ['v0']],
    ],
    '4 units, K=3, 6',
  ],
  ['two activations', {}, [['MatMul', ['x', 'x']]], ''],
  ['two constants', { w: [3, 4], b: [4, 3] }, [['MatMul', ['w', 'b']]], ''],
  ['integers', { 'int w': [3, 4] }, [['MatMul', ['x', 'int w']]], ''],
  ['another domain', { w: [3, 4] }, [['other.MatMul', ['x', 'w']]], ''],
  ['Gemm', { w: [3, 4], b: [4] }, [['Gemm', ['x', 'w', 'b']]], '4 units, K=3, bias, 8'],
  ['Gemm, transposed', { w: [4, 3] }, [['Gemm', ['x', 'w'], { transB: 1 }]], '4 units, K=3, 6'],
  ['Gemm, weights first', { w: [4, 3] }, [['Gemm', ['w', 'x'], { transA: 1 }]], '3 units, K=4, 8'],
  ['Gemm, an attribute of another type', { w: [4, 3] }, [['Gemm', ['x', 'w'], { transB: 'yes' }]], ''],
  [
    'Transpose before',
    { w: [4, 3] },
    [
      ['Transpose', ['w']],
      ['MatMul', ['x', 'y']],
    ],
    '4 units, K=3, 6',
  ],
  [
    'Transpose of a stack',
    { w: [4, 3, 2] },
    [
      ['Transpose', ['w']],
      ['MatMul', ['x', 'y']],
    ],
    '',
  ],
  [
    'Reshape before',
    { w: [2, 6], 'shape 3,-1': [2] },
    [
      ['Reshape', ['w', 'shape 3,-1']],
      ['MatMul', ['x', 'y']],
    ],
    '4 units, K=3, 6',
  ],
  [
    'Reshape that keeps an axis',
    { w: [2, 6], 'shape 0,6': [2] },
    [
      ['Reshape', ['w', 'shape 0,6']],
      ['MatMul', ['x', 'y']],
    ],
    '6 units, K=2, 4',
  ],
  [
    'Reshape that does not fit',
    { w: [2, 6], 'shape 5,-1': [2] },
    [
      ['Reshape', ['w', 'shape 5,-1']],
      ['MatMul', ['x', 'y']],
    ],
    '',
  ],
  [
    'Identity before',
    { w: [3, 4] },
    [
      ['Identity', ['w']],
      ['MatMul', ['x', 'y']],
    ],
    '4 units, K=3, 6',
  ],
  ['Conv', { w: [8, 3, 5, 5], b: [8] }, [['Conv', ['x', 'w', 'b']]], '8 units, K=75, bias, 152'],
  ['Conv in groups', { w: [8, 2, 3, 3] }, [['Conv', ['x', 'w'], { group: 4 }]], '8 units, K=18, 36'],
  ['Conv over one axis', { w: [8, 3, 5] }, [['Conv', ['x', 'w']]], '8 units, K=15, 30'],
  [
    'Conv + b',
    { w: [8, 3, 5, 5], b: [8, 1, 1] },
    [
      ['Conv', ['x', 'w']],
      ['Add', ['y', 'b']],
    ],
    '8 units, K=75, bias, 152',
  ],
  [
    'Conv + a row',
    { w: [8, 3, 5, 5], b: [1, 1, 1, 8] },
    [
      ['Conv', ['x', 'w']],
      ['Add', ['y', 'b']],
    ],
    '8 units, K=75, 150',
  ],
  ['ConvTranspose', { w: [3, 8, 4, 4] }, [['ConvTranspose', ['x', 'w']]], '8 units, K=48, 96'],
  [
    'ConvTranspose of stride 2',
    { w: [3, 8, 4, 4] },
    [['ConvTranspose', ['x', 'w'], { strides: [2, 2] }]],
    '8 units, K=12, 24',
  ],
  [
    'ConvTranspose in groups',
    { w: [6, 4, 3], b: [12] },
    [['ConvTranspose', ['x', 'w', 'b'], { group: 3 }]],
    '12 units, K=6, bias, 14',
  ],
  ['Conv of no channels', { w: [8, 0, 3, 3] }, [['Conv', ['x', 'w']]], ''],
  ['0 groups', { w: [6, 4, 3] }, [['ConvTranspose', ['x', 'w'], { group: 0 }]], ''],
  ['a stride of 0', { w: [6, 4, 3] }, [['ConvTranspose', ['x', 'w'], { strides: [0] }]], ''],
  ['no weight', {}, [['Conv', ['x']]], ''],
  ['an operator named like a property', { w: [3, 4] }, [['__proto__', ['x', 'w']]], ''],
];

describe('perceptrons', () => {
  for (const [title, constants, steps, facts] of layers)
    it(`${title}: ${facts || 'no layer'}`, () => {
      const graph = network(constants, steps);
      const of = perceptronTeller(graph);
      assert.equal(text(graph.nodes.map(of).findLast(Boolean)), facts);
    });

  it('a chain of a hundred thousand nodes before the weights is no layer, and no stack overflow', () => {
    const steps = Array.from({ length: 100_000 }, (): Step => ['Identity', ['y']]);
    const graph = network({ y: [3, 4] }, [...steps, ['MatMul', ['x', 'y']]]);
    assert.equal(perceptronTeller(graph)(graph.nodes.at(-1)!), undefined);
  });

  it('inputs of a place of a transposed convolution: the most that any place has', () => {
    for (const size of [1, 2, 3, 4, 5, 7])
      for (const stride of [1, 2, 3, 4, 6])
        for (const dilation of [1, 2, 3, 4])
          assert.equal(
            tapsPerPlace(size, stride, dilation),
            counted(size, stride, dilation),
            `${size} ${stride} ${dilation}`,
          );
  });

  it('indices of weights: x·W by columns, W·x by rows, a stack by matrices, a convolution by its first axis', () => {
    const cases: [Record<string, Shape>, Step, (unit: number, input: number) => number][] = [
      [{ w: [3, 4] }, ['MatMul', ['x', 'w']], (unit, input) => 4 * input + unit],
      [{ w: [3, 4] }, ['MatMul', ['w', 'x']], (unit, input) => 4 * unit + input],
      [{ w: [4, 3] }, ['Gemm', ['x', 'w'], { transB: 1 }], (unit, input) => 3 * unit + input],
      [{ w: [3, 4] }, ['Gemm', ['w', 'x'], { transA: 1 }], (unit, input) => 4 * input + unit],
      [{ w: [2, 3, 4] }, ['MatMul', ['x', 'w']], (unit, input) => 12 * Math.floor(unit / 4) + 4 * input + (unit % 4)],
      [{ w: [4, 3, 5] }, ['Conv', ['x', 'w']], (unit, input) => 15 * unit + input],
      // [C, M / group, k]: unit 2 is the first of the second group, which reads channels 1.
      [
        { w: [2, 2, 3] },
        ['ConvTranspose', ['x', 'w'], { group: 2 }],
        (unit, input) => 6 * Math.floor(unit / 2) + 3 * (unit % 2) + input,
      ],
    ];
    for (const [constants, step, expected] of cases) {
      const graph = network(constants, [step]);
      const { units, shape, indexOf } = perceptronTeller(graph)(graph.nodes[0]!)!;
      const seen: number[] = [];
      for (let unit = 0; unit < units; unit++)
        for (let input = 0; input < sizeOf(shape) / units; input++) {
          assert.equal(indexOf(unit, input), expected(unit, input), `${step[0]} [${shape.join()}] ${unit} ${input}`);
          seen.push(indexOf(unit, input));
        }
      assert.deepEqual(seen.sort((a, b) => a - b), [...Array(sizeOf(shape)).keys()]); // prettier-ignore
    }
  });
});

function text(layer: ReturnType<ReturnType<typeof perceptronTeller>>): string {
  if (!layer) return '';
  return [`${layer.units} units`, `K=${layer.fanIn}`, ...(layer.bias ? ['bias'] : []), capacityOf(layer)].join(', ');
}

/** Inputs i and weights j with i·stride + j·dilation = place, for every place of a long line. */
function counted(size: number, stride: number, dilation: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < 40; i++)
    for (let j = 0; j < size; j++) {
      const place = i * stride + j * dilation;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  return Math.max(...counts.values());
}

/** "int w" is of integers, "shape 3,-1" says what it holds, others are trained. */
function network(constants: Record<string, Shape>, steps: readonly Step[]): Graph {
  const constant = ([name, shape]: [string, Shape]): [string, Constant] => [
    name,
    name.startsWith('shape ')
      ? int64(shape, name.slice(6).split(',').map(Number))
      : name.startsWith('int ')
        ? tensorOf('int32', shape, new Float64Array(sizeOf(shape)))
        : float32(shape, new Float32Array(sizeOf(shape))),
  ];
  return {
    name: '',
    opset: OPSET,
    domains: {},
    inputs: [{ name: 'x', dtype: 'float32' }],
    outputs: [],
    nodes: steps.map(([op, inputs, plain], i): Node => {
      const [domain, name] = op.startsWith('other.') ? ['other', op.slice(6)] : ['', op];
      const read = inputs.map((input) => (input === 'y' && i > 0 ? `v${i - 1}` : input));
      return { op: name, domain, name: `n${i}`, inputs: read, outputs: [`v${i}`], attributes: attributes(plain ?? {}) };
    }),
    initializers: new Map(Object.entries(constants).map(constant)),
    values: new Map(),
  };
}
