/** Experiment files that are right, with the labels of the runs they ask for. */

const pair = 'model: m.onnx\ndata: d.npz#x\n';

// prettier-ignore
export const grids: [name: string, text: string, labels: string[]][] = [
  ['one method', `${pair}method: gradient`, ['gradient']],
  ['JSON', '{"model": "m.onnx", "data": "d.npy", "method": ["gradient", "lrp"]}', ['gradient', 'lrp']],
  [
    'two models and a varied parameter',
    'model: [a.onnx, b/c.onnx]\ndata: d.npy\nmethod: {id: smoothgrad, vary: {samples: [25, 50]}}',
    [
      'smoothgrad · samples 25 · a.onnx',
      'smoothgrad · samples 25 · c.onnx',
      'smoothgrad · samples 50 · a.onnx',
      'smoothgrad · samples 50 · c.onnx',
    ],
  ],
  ['targets and seeds', `${pair}method: gradient\ntarget: [0, 1]\nseed: [3, 4]`, [
    'gradient · 0 · seed 3', 'gradient · 0 · seed 4', 'gradient · 1 · seed 3', 'gradient · 1 · seed 4',
  ]],
  ['a method that takes nothing', 'method: {id: perceptron-capacity, vary: {inputs: [5, 10]}}\nseed: 7', [
    'perceptron-capacity · inputs 5', 'perceptron-capacity · inputs 10',
  ]],
  ['rows of data', 'data: [a.npz#x, b.csv]\nmethod: [tsne, pca]', [
    'tsne · a.npz#x', 'tsne · b.csv', 'pca · a.npz#x', 'pca · b.csv',
  ]],
  ['layers and poolings', `${pair}layer: [conv, dense]\npooling: [max, flatten]\nmethod: pca`, [
    'pca · conv · max', 'pca · conv · flatten', 'pca · dense · max', 'pca · dense · flatten',
  ]],
  ['a layer beside an explanation', `${pair}layer: conv\ntarget: [0, 1]\nmethod: [gradient, tsne]`, [
    'gradient · 0', 'gradient · 1', 'tsne',
  ]],
  ['models of one name', 'model: [a/m.onnx, b/m.onnx, c.onnx]\ndata: d.npy\nmethod: gradient', [
    'gradient · a/m.onnx', 'gradient · b/m.onnx', 'gradient · c.onnx',
  ]],
  ['models whose names end alike', 'model: [m.onnx, a/m.onnx]\ndata: d.npy\nmethod: gradient', [
    'gradient · m.onnx', 'gradient · a/m.onnx',
  ]],
  ['arrays of one file', 'model: m.onnx\ndata: [d.npz#x, "d.npz#y/x"]\nmethod: gradient', [
    'gradient · d.npz#x', 'gradient · d.npz#y/x',
  ]],
  ['one method with different parameters', `${pair}method:\n  - smoothgrad\n  - {id: smoothgrad, parameters: {samples: 9}}\n  - {id: smoothgrad, parameters: {samples: 9, form: squared}}`, [
    'smoothgrad · samples 50 · form mean', 'smoothgrad · samples 9 · form mean', 'smoothgrad · samples 9 · form squared',
  ]],
  ['one method with the same values varied', `${pair}method:\n  - {id: smoothgrad, vary: {samples: [3]}}\n  - {id: smoothgrad, parameters: {form: squared}, vary: {samples: [3]}}`, [
    'smoothgrad · form mean · samples 3', 'smoothgrad · form squared · samples 3',
  ]],
  ['targets that look like something else', `${pair}target: ["a · seed 1:0", "a:0"]\nmethod: gradient`, [
    'gradient · a · seed 1:0', 'gradient · a:0',
  ]],
  ['a value that an alias shares', `model: &m m.onnx\ndata: d.npy\nname: *m\nmethod: gradient`, ['gradient']],
];
