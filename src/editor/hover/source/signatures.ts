/** The layers with weights of PyTorch, Keras and TensorFlow.js: their names and positional arguments. */

export type LayerKind = 'dense' | 'convolution' | 'transposed convolution' | 'depthwise convolution';

export interface Signature {
  library: 'PyTorch' | 'Keras' | 'TensorFlow.js';
  /** Its name in the library: "Conv2d". */
  type: string;
  kind: LayerKind;
  /** Spatial axes of its kernel. */
  axes: number;
  /** By place. */
  parameters: readonly string[];
}

/** PyTorch's, for n axes; the lazy forms learn their inputs at the first run. */
function torch(): Signature[] {
  const library = 'PyTorch';
  const rest = ['stride', 'padding', 'dilation', 'groups', 'bias', 'padding_mode'];
  const transposed = ['stride', 'padding', 'output_padding', 'groups', 'bias', 'dilation', 'padding_mode'];
  const dense: Signature = {
    library,
    type: 'Linear',
    kind: 'dense',
    axes: 0,
    parameters: ['in_features', 'out_features', 'bias'],
  };
  const convolutions = [1, 2, 3].flatMap((axes): Signature[] => [
    {
      ...{ library, type: `Conv${axes}d`, kind: 'convolution', axes },
      parameters: ['in_channels', 'out_channels', 'kernel_size', ...rest],
    },
    {
      ...{ library, type: `ConvTranspose${axes}d`, kind: 'transposed convolution', axes },
      parameters: ['in_channels', 'out_channels', 'kernel_size', ...transposed],
    },
  ]);
  return [dense, ...convolutions].flatMap((layer) => [
    layer,
    { ...layer, type: `Lazy${layer.type}`, parameters: layer.parameters.slice(1) },
  ]);
}

function keras(): Signature[] {
  const library = 'Keras';
  const start = ['filters', 'kernel_size', 'strides', 'padding'];
  const rest = ['data_format', 'dilation_rate'];
  const end = ['activation', 'use_bias'];
  const convolutions = [1, 2, 3].flatMap((axes): Signature[] => {
    const plain: Signature = {
      ...{ library, type: `Conv${axes}D`, kind: 'convolution', axes },
      parameters: [...start, ...rest, 'groups', ...end],
    };
    return [
      plain,
      { ...plain, type: `Convolution${axes}D` },
      { library, type: `Conv${axes}DTranspose`, kind: 'transposed convolution', axes, parameters: start },
      {
        ...{ library, type: `DepthwiseConv${axes}D`, kind: 'depthwise convolution', axes },
        parameters: ['kernel_size', 'strides', 'padding', 'depth_multiplier', ...rest, ...end],
      },
    ];
  });
  return [{ library, type: 'Dense', kind: 'dense', axes: 0, parameters: ['units', ...end] }, ...convolutions];
}

function tensorFlowJs(): Signature[] {
  const common = { library: 'TensorFlow.js', parameters: [] } as const;
  return [
    { ...common, type: 'dense', kind: 'dense', axes: 0 },
    ...[1, 2, 3].map((axes): Signature => ({ ...common, type: `conv${axes}d`, kind: 'convolution', axes })),
    ...[2, 3].map((axes): Signature => ({
      ...common,
      type: `conv${axes}dTranspose`,
      kind: 'transposed convolution',
      axes,
    })),
    { ...common, type: 'depthwiseConv2d', kind: 'depthwise convolution', axes: 2 },
  ];
}

const byType = (signatures: Signature[]) => new Map(signatures.map((signature) => [signature.type, signature]));

/** Modules with the layers of each library, by full name up to the last dot. */
const homes: readonly [RegExp, ReadonlyMap<string, Signature>][] = [
  [/^torch\.nn(\.modules(\.(linear|conv))?)?$/, byType(torch())],
  [
    /^((tensorflow(\.compat\.v[12])?|tensorflow\.python)\.)?(tf_)?keras\.layers(\.(core|convolutional))?$/,
    byType(keras()),
  ],
  [/^@tensorflow\/tfjs\.layers$/, byType(tensorFlowJs())],
];

/** The layer behind a full name such as "torch.nn.Conv2d". */
export function signatureOf(fullName: string): Signature | undefined {
  const dot = fullName.lastIndexOf('.');
  const [home, type] = [fullName.slice(0, dot), fullName.slice(dot + 1)];
  return homes.find(([pattern]) => pattern.test(home))?.[1].get(type);
}
