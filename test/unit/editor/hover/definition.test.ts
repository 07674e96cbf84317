/** Layer definitions in source text: snippets with `|` where the cursor is, and what can be told of the layer there. */
import assert from 'node:assert/strict';
import { definitionsIn, type LayerDefinition } from '../../../../src/editor/hover/source/definition';
import type { Language } from '../../../../src/editor/hover/source/tokens';

/** Parameters, fan-in, units by hand: out·in (+ out), in·kernel, out. `-` stands for what cannot be told. */
// prettier-ignore
const python: [source: string, facts: string][] = [
  ['nn.|Linear(784, 80)', 'PyTorch Linear dense 784→80 bias K=784 weights=62720'],
  ['torch.nn.Lin|ear(784, 80, bias=False)', 'PyTorch Linear dense 784→80 no bias K=784 weights=62720'],
  ['nn.Linear(16 * 7 * 7|, 64)', 'PyTorch Linear dense 784→64 bias K=784 weights=50176'],
  ['nn.Linear(|2 ** 10 // 4 - 0x10, 1_000)', 'PyTorch Linear dense 240→1000 bias K=240 weights=240000'],
  ['nn.Linear(in_features=3, |out_features=4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['nn.Linear(out_features=4, in_features=3)|', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['nn.Linear(out_features=4, in_features=3) |', ''],
  ['nn.Linear(out_features=4, in_features=3|)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['nn.Linear(3, 4, False|)', 'PyTorch Linear dense 3→4 no bias K=3 weights=12'],
  ['nn.Linear(3, 4, bias=0|)', 'PyTorch Linear dense 3→4 no bias K=3 weights=12'],
  ['nn.Linear(3, 4, bias=use|)', 'PyTorch Linear dense 3→4 bias? K=3 weights=12'],
  ['nn.Linear(hidden|, 4)', 'PyTorch Linear dense -→4 bias K=- weights=-'],
  ['nn.Linear(|*sizes)', 'PyTorch Linear dense -→- bias? K=- weights=-'],
  ['nn.Linear(3, |**options)', 'PyTorch Linear dense 3→- bias? K=3 weights=-'],
  ['nn.LazyLinear(8|0)', 'PyTorch LazyLinear dense -→80 bias K=- weights=-'],
  ['nn.Linear(|-3, 80)', 'PyTorch Linear dense -→80 bias K=- weights=-'],
  ['nn.Linear(|2.5, 1e400)', 'PyTorch Linear dense -→- bias K=- weights=-'],
  ['nn.Conv2d(16, 32, 3, padding=1|)', 'PyTorch Conv2d convolution 16→32 bias 3×3 K=144 weights=4608'],
  ['torch.nn.Conv2d(|3, 64, kernel_size=(7, 5), stride=2, bias=False)', 'PyTorch Conv2d convolution 3→64 no bias 7×5 K=105 weights=6720'],
  ['nn.Conv2d(16, 32, 3, groups=4|)', 'PyTorch Conv2d convolution 16→32 bias 3×3 /4 K=36 weights=1152'],
  ['nn.Conv2d(16, 32, 3, 1, 1, 1, 16|)', 'PyTorch Conv2d convolution 16→32 bias 3×3 /16 K=9 weights=288'],
  ['nn.Conv2d(16, 32, 3, groups=5|)', 'PyTorch Conv2d convolution 16→32 bias 3×3 /5 K=- weights=-'],
  ['nn.Conv1d(4, 8, 5|)', 'PyTorch Conv1d convolution 4→8 bias 5 K=20 weights=160'],
  ['nn.Conv3d(1, 2, (3, 1, 1)|)', 'PyTorch Conv3d convolution 1→2 bias 3×1×1 K=3 weights=6'],
  ['nn.Conv2d(1, 2, (3, 1, 1)|)', 'PyTorch Conv2d convolution 1→2 bias K=- weights=-'],
  ['nn.LazyConv2d(8, 3|)', 'PyTorch LazyConv2d convolution -→8 bias 3×3 K=- weights=-'],
  // Stride 2 and kernel 4: two of the four weights along each axis reach one place.
  ['nn.ConvTranspose2d(8, 4, 4, stride=2|)', 'PyTorch ConvTranspose2d transposed convolution 8→4 bias 4×4 K=32 weights=512'],
  ['nn.ConvTranspose1d(8, 4, 3, 2, dilation=2|)', 'PyTorch ConvTranspose1d transposed convolution 8→4 bias 3 K=24 weights=96'],
  ['nn.ConvTranspose1d(8, 4, 3, step|)', 'PyTorch ConvTranspose1d transposed convolution 8→4 bias 3 K=- weights=96'],
  ['layers.|Dense(80, name="embedding")', 'Keras Dense dense -→80 bias K=- weights=- "embedding"'],
  ['keras.layers.Conv2D(32, |(3,3))', 'Keras Conv2D convolution -→32 bias 3×3 K=- weights=-'],
  ['tf.keras.layers.Conv2D(32, 3, input_shape=(28, 28, 1)|)', 'Keras Conv2D convolution 1→32 bias 3×3 K=9 weights=288'],
  ['tf.keras.layers.Conv1D(32, 3, data_format="channels_first", input_shape=(4, 100)|)', 'Keras Conv1D convolution 4→32 bias 3 K=12 weights=384'],
  ['keras.layers.Dense(10, "relu", False, input_shape=(784,)|)', 'Keras Dense dense 784→10 no bias K=784 weights=7840'],
  ['keras.layers.Dense(10, input_dim=4|)', 'Keras Dense dense 4→10 bias K=4 weights=40'],
  ['keras.layers.DepthwiseConv2D(3, depth_multiplier=2, input_shape=(8, 8, 4)|)', 'Keras DepthwiseConv2D depthwise convolution 4→8 bias 3×3 K=9 weights=72'],
  ['from keras.layers import Dense as D\nD(|80)', 'Keras Dense dense -→80 bias K=- weights=-'],
  ['from tensorflow.keras.layers import (\n  Conv2D,\n  Dense,\n)\nx = Dense(|80)(x)', 'Keras Dense dense -→80 bias K=- weights=-'],
  ['from torch.nn import *\nLinear(3,| 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['import torch.nn as tnn\ntnn.Linear(3,| 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['import torch.nn\ntorch.nn.Linear(3,| 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['from torch import nn as t, optim\nt.Linear(3,| 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  // Several lines, comments and texts with brackets between.
  ['self.conv = nn.Conv2d(\n    16,  # in )\n    out_channels=32,\n    |kernel_size=3,\n)', 'PyTorch Conv2d convolution 16→32 bias 3×3 K=144 weights=4608 "conv"'],
  ['nn.Sequential(nn.Linear(3, 4), nn.|ReLU(), nn.Linear(4, 5))', ''],
  // Names.
  ['self.embedding = nn.Linear(|3, 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "embedding"'],
  ['self.a.b: nn.Linear = nn.Linear(|3, 4)', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "a.b"'],
  ['x = 1; fc = nn.Linear(|3, 4).to(device)', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "fc"'],
  ['w = nn.Linear(|3, 4).weight', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['y = nn.Linear(|3, 4)(x)', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['self.net = nn.Sequential(nn.Flatten(), nn.Linear(|3, 4))', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "net.1"'],
  ['self.net = nn.Sequential(\n  nn.Sequential(nn.Linear(|3, 4)),\n)', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "net.0.0"'],
  ['self.net = nn.Sequential(OrderedDict([("fc1", nn.Linear(|3, 4))]))', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "net.fc1"'],
  ['self.heads = nn.ModuleDict({"a": nn.Linear(1, 2), "b": nn.Linear(|3, 4)})', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "heads.b"'],
  ['self.blocks = nn.ModuleList([nn.Linear(1, 2), nn.Linear(|3, 4)])', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "blocks.1"'],
  ['self.blocks = nn.ModuleList([nn.Linear(|3, 4) for _ in range(4)])', 'PyTorch Linear dense 3→4 bias K=3 weights=12'],
  ['self.add_module("fc", nn.Linear(|3, 4))', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "fc"'],
  ['model = keras.Sequential([layers.Dense(|80)])', 'Keras Dense dense -→80 bias K=- weights=-'],
  // A bracket that is still open, at the end and in the middle of a file.
  ['self.a = nn.Linear(3, |4', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "a"'],
  ['self.a = nn.Linear(|3, 4\n\ndef f(x):\n    return nn.Linear(5, 6)', 'PyTorch Linear dense 3→4 bias K=3 weights=12 "a"'],
  ['self.a = nn.Linear(3, 4\n\ndef f(x):\n    return nn.Linear(|5, 6)', 'PyTorch Linear dense 5→6 bias K=5 weights=30'],
  // Elsewhere.
  ['# nn.|Linear(784, 80)', ''],
  ['"nn.|Linear(784, 80)"', ''],
  ['"""\nnn.|Linear(784, 80)\n"""', ''],
  ["f'nn.|Linear(784, 80)'", ''],
  ["r'\\' ; nn.|Linear(784, 80)'", ''],
  ['Linear(|784, 80)', ''],
  ['class Linear(|nn.Module):', ''],
  ['def Linear(|a, b):', ''],
  ['from sklearn import nn\nnn.Linear(|784, 80)', ''],
  ['from flax import linen as nn\nnn.Dense(|80)', ''],
  ['from .layers import Linear\nLinear(|784, 80)', ''],
  ['from . import nn\nnn.Linear(|784, 80)', ''],
  ['other.nn.Linear(|784, 80)', ''],
  ['f().nn.Linear(|784, 80)', ''],
  ['nn.Linear(si|ze(784), 80)', ''],
  ['nn.Linear(size(7|84), 80)', ''],
  ['nn.Linear|', ''],
  ['isinstance(m, nn.|Linear)', ''],
  ['nn.Linear(784, 80)(x|)', ''],
  ['nn.Linear(784, 80).wei|ght', ''],
  ['nn.Bilinear(|1, 2, 3)', ''],
  ['self.fc |= nn.Linear(784, 80)', ''],
  ['nn.Linear(784, | 80)  # the hidden layer', ''],
  ['nn.Linear(784, 80)  # the hid|den layer', ''],
];

// prettier-ignore
const script: [source: string, facts: string][] = [
  ['tf.layers.|dense({ units: 80, inputShape: [784] })', 'TensorFlow.js dense dense 784→80 bias K=784 weights=62720'],
  ["tf.layers.dense({ un|its: 80, useBias: false, name: 'fc' })", 'TensorFlow.js dense dense -→80 no bias K=- weights=- "fc"'],
  ['tf.layers.conv2d({ filters: 8, kernelSize: |5, inputShape: [28, 28, 1] })', 'TensorFlow.js conv2d convolution 1→8 bias 5×5 K=25 weights=200'],
  ['tf.layers.conv2d({ filters: 8, kernelSize: [5, 3|] as const })', 'TensorFlow.js conv2d convolution -→8 bias 5×3 K=- weights=-'],
  ["tf.layers.conv2d({ name: 'conv1', inputShape: [28, 28, 1], filters: 8, |...convolution })", 'TensorFlow.js conv2d convolution -→8 bias? K=- weights=- "conv1"'],
  ['tf.layers.dense({ units| })', 'TensorFlow.js dense dense -→- bias K=- weights=-'],
  ['tf.layers.dense(option|s)', 'TensorFlow.js dense dense -→- bias? K=- weights=-'],
  ["import * as tfl from '@tensorflow/tfjs-layers';\ntfl.layers.dense({ units: 80| })", 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ["import { layers as l } from '@tensorflow/tfjs';\nl.dense({ units: 80| })", 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ["const tf = require('@tensorflow/tfjs-node-gpu');\ntf.layers.dense({ units: 80| })", 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ["const { layers } = await import('@tensorflow/tfjs');\nlayers.dense({ units: 80| })", 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['this.hidden = tf.layers.dense({\n  // units }\n  units: 80,|\n});', 'TensorFlow.js dense dense -→80 bias K=- weights=- "hidden"'],
  ['this.#hidden = tf.layers.dense({ units: 80,| });', 'TensorFlow.js dense dense -→80 bias K=- weights=- "hidden"'],
  ['export const hidden: tf.layers.Layer = tf.layers.dense({ units: 80| });', 'TensorFlow.js dense dense -→80 bias K=- weights=- "hidden"'],
  ['const y = tf.layers.dense({ units: 80| }).apply(x);', 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['const a = /[/"]/; tf.layers.dense({ units: 80| })', 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['const a = b / c; tf.layers.dense({ units: 80| }) / 2', 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['`a ${tf.layers.dense({ units: |80 })} b`', 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['`a ${{ b: 1 }} b`; tf.layers.dense({ units: |80 })', 'TensorFlow.js dense dense -→80 bias K=- weights=-'],
  ['// tf.layers.|dense({ units: 80 })', ''],
  ['/* tf.layers.|dense({ units: 80 }) */', ''],
  ['`tf.layers.|dense({ units: 80 })`', ''],
  ['layers.|dense({ units: 80 })', ''],
  ['nn.|Linear(784, 80)', ''],
  ["import tf from './mine';\ntf.layers.|dense({ units: 80 })", ''],
  ['new tf.layers.|dense({ units: 80 })', ''],
  ['tf.layers.|dense', ''],
  ['tf.layers.dense({ units: cou|nt() })', ''],
];

describe('layer definitions', () => {
  for (const [language, table] of [
    ['python', python],
    ['script', script],
  ] as const)
    // prettier-ignore
    for (const [source, facts] of table)
      it(`${language}: ${source.replaceAll('\n', '⏎')}`, () => {
        assert.equal(factsOf(read(source, language).here), facts);
      });

  it('lists all definitions of a text in their order', () => {
    const { all } = read('a = nn.Linear(1, 2)\nb = nn.Sequential(nn.Conv1d(2, 3, 1), nn.Linear(3, 4))|', 'python');
    assert.deepEqual(all.map(({ name }) => name), ['a', 'b.0', 'b.1']); // prettier-ignore
  });

  it('takes the imports of other cells for its own', () => {
    const { here } = definitionsIn('Dense(80)', 'python', 1, ['%matplotlib inline', 'from keras.layers import Dense']);
    assert.equal(here?.type, 'Dense');
    assert.equal(definitionsIn('nn.Dense(80)', 'python', 1, ['import flax.linen as nn']).here, undefined);
  });

  it('says where a definition begins and ends', () => {
    const source = 'x = 1\ny = nn.Linear(3,\n  4)';
    const { here } = definitionsIn(source, 'python', source.indexOf('Linear'));
    assert.equal(source.slice(here!.start, here!.end), 'nn.Linear(3,\n  4)');
    const open = read('nn.Lin|ear(3, 4\n\ndef f(x):', 'python').here!;
    assert.deepEqual([open.start, open.end], [0, 'nn.Linear(3, 4'.length]);
  });
});

function read(marked: string, language: Language) {
  const offset = marked.indexOf('|');
  return definitionsIn(marked.slice(0, offset) + marked.slice(offset + 1), language, offset);
}

function factsOf(definition: LayerDefinition | undefined): string {
  if (!definition) return '';
  const {
    library,
    type,
    kind,
    inputs = '-',
    units = '-',
    bias,
    kernel,
    groups = 1,
    fanIn = '-',
    weights = '-',
    name,
  } = definition;
  return [
    `${library} ${type} ${kind} ${inputs}→${units}`,
    bias === undefined ? 'bias?' : bias ? 'bias' : 'no bias',
    ...(kernel ? [kernel.join('×')] : []),
    ...(groups === 1 ? [] : [`/${groups}`]),
    `K=${fanIn} weights=${weights}`,
    ...(name === undefined ? [] : [`"${name}"`]),
  ].join(' ');
}
