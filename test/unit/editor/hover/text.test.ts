/** What hovers say, whole: golden texts, with pictures and links cut short. Names from files are never Markdown. */
import assert from 'node:assert/strict';
import { brokenText, dataText, modelText } from '../../../../src/editor/hover/fileText';
import { layerText, type TrainedLayer } from '../../../../src/editor/hover/layerText';
import { commandLink, plain, statisticsText } from '../../../../src/editor/hover/markdown';
import { definitionsIn } from '../../../../src/editor/hover/source/definition';
import type { LayerDescription, ModelDescription } from '../../../../src/shared/description';
import type { SmallPicture, Statistics } from '../../../../src/shared/glance';

const picture: SmallPicture = { png: Uint8Array.of(1, 2, 3), width: 4, height: 2, caption: '64 units; blue below 0.' };
const statistics: Statistics = { count: 100, nonFinite: 0, mean: 0.00116, deviation: 0.0568, min: -0.27, max: 0.245, zeros: 0 }; // prettier-ignore
const dense: LayerDescription = {
  ...{ name: 'dense1', op: 'Gemm', output: 'dense1', shape: ['N', 64], parameters: 50_240, multiplyAdds: 50_176 },
  ...{ weight: 'dense1.weight', units: 64, fanIn: 784, bias: true, capacity: 1570 },
};
const trained: TrainedLayer = {
  ...{ layer: dense, by: 'name', model: '/w/digits.onnx', modelTitle: 'digits.onnx' },
  weights: { name: 'dense1.weight', dtype: 'float32', statistics, picture },
};

const layers: [title: string, source: string, trained: TrainedLayer | 'searching' | undefined, text: string][] = [
  [
    'a dense layer',
    'nn.Linear(784, 64)',
    undefined,
    `**Linear** 784 → 64 · 50,240 parameters, 50,176 without the bias  
Each unit: K = 784 inputs and a bias, [capacity 1,570 points](netloupe.capacity), 2(K + 1)`,
  ],
  [
    'without a bias',
    'nn.Linear(784, 64, bias=False)',
    undefined,
    `**Linear** 784 → 64 · 50,176 parameters, no bias  
Each unit: K = 784 inputs, [capacity 1,568 points](netloupe.capacity), 2K`,
  ],
  [
    'with a bias that the code does not tell',
    'nn.Linear(784, 64, bias=b)',
    undefined,
    `**Linear** 784 → 64 · 50,176 parameters, 50,240 with a bias  
Each unit: K = 784 inputs, [capacity 1,568 points](netloupe.capacity), 2K, 1,570 with a bias`,
  ],
  [
    'a convolution in groups',
    'nn.Conv2d(16, 32, 3, groups=4)',
    undefined,
    `**Conv2d** 16 → 32, 3 × 3, 4 groups · 1,184 parameters, 1,152 without the bias  
Each unit: K = 36 inputs and a bias, [capacity 74 points](netloupe.capacity), 2(K + 1)`,
  ],
  [
    'a transposed convolution',
    'nn.ConvTranspose2d(8, 4, 4, stride=2)',
    undefined,
    `**ConvTranspose2d** 8 → 4, 4 × 4 · 516 parameters, 512 without the bias  
Each unit: at most K = 32 inputs and a bias, [capacity 66 points](netloupe.capacity), 2(K + 1)`,
  ],
  [
    'inputs that the code does not tell',
    'layers.Dense(64)',
    undefined,
    `**Dense** ? → 64 · 64 × (K + 1) parameters  
Each unit: K inputs and a bias, capacity 2(K + 1) points`,
  ],
  [
    'nothing that the code tells',
    'nn.Linear(*sizes)',
    undefined,
    `**Linear** ? → ?  
Each unit: K inputs, capacity 2K points, 2(K + 1) with a bias`,
  ],
  [
    'a first look',
    'nn.Linear(784, 64)',
    'searching',
    `**Linear** 784 → 64 · 50,240 parameters, 50,176 without the bias  
Each unit: K = 784 inputs and a bias, [capacity 1,570 points](netloupe.capacity), 2(K + 1)

Reading models… hover again in a moment.`,
  ],
  [
    'a model’s layer',
    'nn.Linear(784, 64)',
    trained,
    `**Linear** 784 → 64 · 50,240 parameters, 50,176 without the bias  
Each unit: K = 784 inputs and a bias, [capacity 1,570 points](netloupe.capacity), 2(K + 1)

**dense1** in digits.onnx · output \\[N, 64\\] · 50.2 k multiply-adds · [Explain…](netloupe.explain)  
Weights from −0.27 to 0.245, mean 0.00116, standard deviation 0.0568, no zeros

![Weights](png|width=4,height=2)  
64 units; blue below 0.`,
  ],
  [
    'inputs that the model tells, found by place',
    'layers.Dense(64)',
    { ...trained, by: 'place' },
    `**Dense** ? → 64 · 50,240 parameters, 50,176 without the bias  
Each unit: K = 784 inputs and a bias, [capacity 1,570 points](netloupe.capacity), 2(K + 1), as in digits.onnx

**dense1** in digits.onnx, matched by position and shape · output \\[N, 64\\] · 50.2 k multiply-adds · [Explain…](netloupe.explain)  
Weights from −0.27 to 0.245, mean 0.00116, standard deviation 0.0568, no zeros

![Weights](png|width=4,height=2)  
64 units; blue below 0.`,
  ],
];

const model: ModelDescription = {
  ...{ path: '/w/digits.onnx', format: 'onnx', producer: 'netloupe', opset: 21, bytes: 218_353 },
  inputs: [{ name: 'image', dtype: 'float32', shape: ['N', 1, 28, 28] }],
  outputs: [{ name: 'logits', dtype: 'float32', shape: ['N', 10] }],
  layers: [dense, { name: 'relu', op: 'Relu', output: 'relu', parameters: 0 }],
  ...{ parameters: 50_240, multiplyAdds: 50_240, metadata: {} },
  labels: Array.from({ length: 10 }, (_, i) => String(i)),
};

describe('hover texts', () => {
  for (const [title, source, found, text] of layers)
    it(`of ${title}`, () => {
      assert.equal(short(layerText(definitionsIn(source, 'python', 3).here!, found)), text);
    });

  it('of a model', () => {
    assert.equal(
      short(modelText('digits.onnx', model, trained.weights)),
      `**digits.onnx** ONNX, operator set 21, 213 KiB · [Explain…](netloupe.explain)

- Inputs: image float32 \\[N, 1, 28, 28\\]
- Outputs: logits float32 \\[N, 10\\]
- Layers: 2, 50.2 k parameters, 50.2 k multiply-adds
- With weights: dense1 (Gemm)
- Labels: 0, 1, 2, 3, 4, 5, 6, 7, and 2 more

![Weights of the first layer](png|width=4,height=2)  
64 units; blue below 0.`,
    );
  });

  it('of a file of arrays', () => {
    const arrays = Array.from({ length: 9 }, (_, i) => ({ name: `a${i}`, dtype: 'float32' as const, shape: [i] }));
    const shown = { name: 'a1', statistics };
    const file = { path: '/w/a.npz', format: 'npz', bytes: 2000, arrays, unreadable: [{ name: 'o', reason: 'holds Python objects' }], shown, picture }; // prettier-ignore
    const text = short(dataText('a.npz', file, '/w/a.npz', true));
    assert.match(
      text,
      /^\*\*a\.npz\*\* NPZ, 2\.0 KiB · \[Explain…\]\(netloupe\.explain\)\n\n- a1: float32 \\\[1\\\], from −0\.27[^\n]*\n- a0: float32 \\\[0\\\]/,
    );
    assert.match(text, /- a7: float32 \\\[7\\\]\n- o: holds Python objects\n- And more: 1 array\n\n!\[Its numbers\]/);
    assert.doesNotMatch(dataText('a.npz', file, '/w/a.npz', false), /command:/);
  });

  it('of a table, and of a broken file', () => {
    const table = { path: '/t.csv', format: 'csv', bytes: 20, arrays: [], unreadable: [], columns: ['age', '<b>'] };
    assert.equal(dataText('t.csv', table, '/t.csv', false), '**t.csv** CSV, 20 B\n\n- Columns: age, \\<b\\>');
    assert.equal(brokenText('b.onnx', '/w/b.onnx', '/w/b.onnx: not a model'), '**b.onnx**\n\nThis file\\: not a model');
  });

  it('have no Markdown but their own, whatever files are called', () => {
    const hostile = '[a](command:evil) **b** ![c](http://d) <e> `f` $(g)\n# h & | _i_';
    const text = plain(hostile);
    assert.doesNotMatch(text, /\n|(?<!\\)[[\]()*_`<>#!|&$]/);
    assert.equal(text.replaceAll('\\', ''), hostile.replace('\n', ' '));
    assert.equal(plain('x'.repeat(500)).length, 201);
    assert.match(
      commandLink('t', 'u', 'netloupe.explain', { model: 'a) [b](c' }),
      /^\[t\]\(command:netloupe\.explain\?[^()\s]+ "u"\)$/,
    );
  });

  it('of statistics: zeros in percent, and what is not finite', () => {
    const zeros = (share: number) => /, (\S+(?: \S+)?) zeros/.exec(statisticsText({ ...statistics, zeros: share }))![1];
    assert.deepEqual([0, 1e-5, 0.5, 0.99999, 1].map(zeros), ['0.0568, no', 'under 0.1%', '0.0568, 50%', 'over 99.9%', '0.0568, 100%'].map((text) => text.replace('0.0568, ', ''))); // prettier-ignore
    assert.match(statisticsText({ ...statistics, nonFinite: 3 }), /\*\*3 NaN or infinite\*\*$/);
    assert.equal(statisticsText({ ...statistics, nonFinite: 100 }), 'no finite number');
  });
});

/** Without the bytes of pictures and the arguments of links. */
function short(text: string): string {
  return text
    .replaceAll(/\(command:([a-z.]+)\?[^ ]+ "[^"]+"\)/g, '($1)')
    .replaceAll(/data:image\/png;base64,AQID/g, 'png');
}
