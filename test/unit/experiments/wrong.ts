/** Experiment files with one thing wrong each: where, what is said of it, and whether the schema for editors says it too. */

const pair = 'model: m.onnx\ndata: d.npz#x\n';
const count = (length: number, from = 0) => Array.from({ length }, (_, i) => i + from).join(', ');

/** A list of lists of lists …, 3¹² values from a dozen lines. */
export const bomb = ['a: &a [x, x, x]', ...Array.from('bcdefghijkl', (name, i) => `${name}: &${name} [*${'abcdefghijk'[i]!}, *${'abcdefghijk'[i]!}, *${'abcdefghijk'[i]!}]`)].join('\n'); // prettier-ignore

interface Wrong {
  name: string;
  /** What is underlined stands between ‹ and ›. */
  marked: string;
  sentence: RegExp;
  saidBy: 'schema' | 'parser' | 'NetLoupe alone';
}

// prettier-ignore
const table: [Wrong['saidBy'], ...[name: string, marked: string, sentence: RegExp][]][] = [
  ['schema',
    ['an unknown key', `${pair}method: gradient\n‹models›: x`, /no key "models"; did you mean "model"/],
    ['an unknown method', `${pair}method: ‹grad›`, /no method "grad"; did you mean "gradient"/],
    ['an unknown method in a list', `${pair}method:\n  - gradient\n  - id: ‹lpr›`, /did you mean "lrp"/],
    ['an unknown parameter', `${pair}method: {id: smoothgrad, parameters: {‹sample›: 3}}`, /did you mean "samples"/],
    ['a parameter out of range', `${pair}method: {id: smoothgrad, parameters: {samples: ‹1›}}`, /samples: Too small/],
    ['a word that a parameter does not take', `${pair}method: {id: smoothgrad, parameters: {form: ‹square›}}`, /Did you mean "squared"\?/],
    ['a varied value out of range', `${pair}method: {id: smoothgrad, vary: {samples: [2, ‹1›]}}`, /samples: Too small/],
    ['an unknown method to evaluate', `${pair}method: {id: faithfulness, parameters: {methods: [lrp, ‹lpr›]}}`, /no attribution method "lpr"; did you mean "lrp"\?$/],
    ['an unknown measure', `${pair}method: {id: faithfulness, parameters: {measures: [‹rod›]}}`, /no measure "rod"; did you mean "road"\?$/],
    ['a method to check that explains nothing', `${pair}method: {id: sanity-check, parameters: {method: ‹spray›}}`, /no attribution method "spray"/],
    ['nothing to vary over', `${pair}method: {id: smoothgrad, vary: {samples: ‹[]›}}`, /list with at least one value/],
    ['a single value to vary over', `${pair}method: {id: smoothgrad, vary: {samples: ‹3›}}`, /list with at least one value/],
    ['a parameter of a method without any', `${pair}method: {id: guided-backprop, parameters: {‹x›: 1}}`, /has no parameters/],
    ['a method without its id', `${pair}method: ‹{parameters: {}}›`, /A method is an id, or an object/],
    ['parameters that are a list', `${pair}method: {id: lrp, parameters: ‹[1]›}`, /takes names with values/],
    ['an empty list', 'model: ‹[]›\ndata: d.npy\nmethod: gradient', /empty list/],
    ['an empty list of methods', `${pair}method: ‹[]›`, /empty list/],
    ['a model that is no path', 'model: ‹{a: 1}›\ndata: d.npy\nmethod: gradient', /must be the path of a file/],
    ['a path that is empty', "model: m.onnx\ndata: [d.npy, ‹''›]\nmethod: gradient", /must be the path of a file/],
    ['an array without its file', 'model: m.onnx\ndata: ‹"#x"›\nmethod: gradient', /must be the path of a file/],
    ['a seed that is no number', `${pair}method: gradient\nseed: ‹often›`, /whole number/],
    ['half a seed', `${pair}method: gradient\nseed: [1, ‹0.5›]`, /whole number/],
    ['a name that is a number', `${pair}method: gradient\nname: ‹7›`, /"name" must be text; put it in quotes/],
    ['no method', '‹model›: m.onnx\ndata: d.npy', /"method" is missing/],
    ['a list', '‹[1, 2]›', /not an experiment yet/],
    ['a device that nobody has', `${pair}method: gradient\ndevice: ‹cude›`, /no device "cude"; did you mean "cuda"/],
    ['a target that is no target', `${pair}method: gradient\ntarget: ‹argmx›`, /A target is argmax, .* Did you mean "argmax"\?/],
    ['a pooling that there is not', `${pair}method: pca\nlayer: a\npooling: [max, ‹men›]`, /no pooling "men"; did you mean "mean"/],
    ['a layer that is a number', `${pair}method: pca\nlayer: ‹3›`, /given by its name/],
    ['a negative target', `${pair}method: gradient\ntarget: [1, ‹-1›]`, /A target is argmax/],
    ['preprocessing that is text', `${pair}method: gradient\npreprocessing: ‹dark›`, /takes names with values/],
    ['an unknown setting of pictures', `${pair}method: gradient\npreprocessing: {‹heigth›: 28}`, /did you mean "height"/],
    ['a setting of the wrong kind', `${pair}method: gradient\npreprocessing: {layout: ‹NCWH›}`, /^layout: .*Did you mean "NCHW"\?/],
    ['a setting out of range', `${pair}method: gradient\npreprocessing: {width: ‹0›}`, /^width: Too small/],
    ['a key without a value', `${pair}method: gradient\n‹target›:`, /"target" has no value/],
    ['a key without a value among others', `${pair}‹seed›:\nmethod: gradient`, /"seed" has no value/],
    ['a method without a value', `${pair}‹method›:`, /"method" has no value/],
    ['parameters without a value', `${pair}method:\n  id: lrp\n  ‹parameters›:`, /"parameters" has no value/],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].flatMap((key): [string, string, RegExp][] => [
      [`${key} as a key`, `${pair}method: gradient\n‹${key}›: {model: x}`, new RegExp(`no key "${key}"`)],
      [`${key} as a parameter`, `${pair}method: {id: smoothgrad, parameters: {‹${key}›: 3}}`, new RegExp(`"${key}"`)],
      [`${key} to vary over`, `${pair}method: {id: smoothgrad, vary: {‹${key}›: [3]}}`, new RegExp(`"${key}"`)],
      [`${key} as a part of a method`, `${pair}method: {id: smoothgrad, ‹${key}›: {}}`, new RegExp(`no key "${key}"`)],
      [`${key} as a setting`, `${pair}method: gradient\npreprocessing: {‹${key}›: 1}`, new RegExp(`"${key}"`)],
      [`${key} as a device`, `${pair}method: gradient\ndevice: ‹${key}›`, new RegExp(`no device "${key}"`)],
      [`${key} as a method`, `${pair}method: ‹${key}›`, new RegExp(`no method "${key}"`)],
    ]),
  ],
  ['parser',
    ['a key twice', `${pair}method: gradient\n‹data›: e.npy`, /"data" occurs twice/],
    ['a parameter twice', `${pair}method: {id: smoothgrad, parameters: {samples: 3, ‹samples›: 4}}`, /"samples" occurs twice/],
    ['an alias of nothing', `${pair}method: ‹*m›`, /\*m refers to nothing/],
    ['an alias before its anchor', `model: ‹*m›\ndata: &m d.npy\nmethod: gradient`, /\*m refers to nothing/],
    ['a list as a key', `${pair}method: gradient\n? ‹[a, b]›\n: c`, /A key must be a single word/],
  ],
  ['NetLoupe alone',
    ['a wrong parameter of a method to evaluate', `${pair}method: {id: faithfulness, parameters: {methods: [{id: smoothgrad, parameters: ‹{samples: 1}›}]}}`, /smoothgrad: parameter samples/],
    ['an evaluation of no data', 'model: m.onnx\nmethod: ‹faithfulness›', /"data" is missing/],
    ['a map of nothing', 'method: ‹tsne›', /needs points .*: "data" is missing/],
    ['a layer of no model', 'data: d.npy\nlayer: conv\nmethod: {id: ‹pca›}', /names a layer of a model: "model" is missing/],
    ['no data', 'model: m.onnx\nmethod: ‹gradient›', /"data" is missing/],
    ['no model, the method with parameters', 'data: d.npy\nmethod: {id: ‹smoothgrad›, parameters: {samples: 3}}', /"model" is missing/],
    ['a parameter set and varied', `${pair}method: {id: smoothgrad, parameters: {samples: 3}, vary: {‹samples›: [4]}}`, /already set under "parameters"/],
    ['too many runs', `${pair}‹method›: {id: smoothgrad, vary: {samples: [${count(101, 2)}]}}\nseed: [${count(100)}]`, /10,100 runs/],
    ['a division by zero', `${pair}method: gradient\npreprocessing: {std: [1, ‹0›]}`, /^std\.1: cannot be 0/],
    ['a list within itself', `${pair}method: &m [gradient, ‹*m›]`, /\*m contains itself/],
    ['a map within itself', `${pair}method: &m {id: lrp, parameters: ‹*m›}`, /\*m contains itself/],
    ['aliases that stand for billions', `‹a›${bomb.slice(1)}`, /expand to too much/],
    ['too many aliases', `‹model›: &m m.onnx\ndata: [${'*m, '.repeat(101)}]\nmethod: gradient`, /expand to too much/],
    ['a second experiment', `${pair}method: gradient\n‹---›\n${pair}method: lrp`, /holds one experiment/],
    ['lists in lists', `${pair}method: ${'['.repeat(31)}‹[›1${']'.repeat(32)}`, /nested too deeply/],
  ],
];

export const wrong: Wrong[] = table.flatMap(([saidBy, ...cases]) =>
  cases.map(([name, marked, sentence]) => ({ name, marked, sentence, saidBy })),
);

const again = (pieces: string[], characters: number) =>
  pieces.map((piece): [string, string] => [
    `${JSON.stringify(piece)} again and again`,
    piece.repeat(Math.floor(characters / piece.length)),
  ]);

/** Texts that must take neither long nor much: none is an experiment. */
export const hostile: [name: string, text: string][] = [
  ...again(['[', '{', ']', '- ', '? ', ': ', '[a: ', '{a: ', '[,', '---\n', '|\n', '\t', '\u0000', '\ud800'], 2 ** 17),
  ...again(['"', '&a ', '! ', '*a ', '#\n', '%YAML 1.2\n', 'a: ', 'a:\r\n'], 2 ** 14),
  ['more characters than are read', ' '.repeat(2 ** 17 + 1)],
  ['10,000 keys', Array.from({ length: 10_000 }, (_, i) => `${i}:`).join('\n')],
  ['10,000 methods', `method: [${'x, '.repeat(10_000)}]`],
  ['1,000 anchors and aliases', Array.from({ length: 1000 }, (_, i) => `- &a${i} [x]\n- *a${i}`).join('\n')],
  ['long paths', `model: [${'a/'.repeat(20_000)}, ${'b/'.repeat(20_000)}]`],
];
