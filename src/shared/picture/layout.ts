/**
 * How to view an array: as a picture, a volume, a signal or a row of features, and which axis is which. The shape alone
 * decides, since an array says nothing else about itself. The views draw each kind.
 */
import { sizeOf, type Shape } from '../tensor';

export type LayoutKind = 'image' | 'volume' | 'signal' | 'tabular';

/** An axis along which a volume is sliced. */
export type SliceAxis = 'depth' | 'height' | 'width';

/** Sizes and strides (in elements) for one way to view an array; missing axes have length 1. */
export interface Layout {
  kind: LayoutKind;
  samples: number;
  sampleSize: number;
  channels: number;
  channelStride: number;
  /** Of one channel: [depth, height, width]. */
  size: Record<SliceAxis, number>;
  stride: Record<SliceAxis, number>;
  /** The reading of the axes, e.g. "N, C, H, W". */
  axes: string;
}

/** More features than this are shown as a signal. */
const mostFeatures = 64;
/** [N, A, B] with up to this many channels on one side is a signal; with more, a picture of A rows and B columns. */
const mostSignalChannels = 16;

/** The layout of an array whose first axis is the batch. */
export function layoutOf(shape: Shape): Layout {
  const [samples = 1, a = 1, b = 1, c = 1, d = 1] = shape;
  const sampleSize = sizeOf(shape.slice(1));
  const make = (kind: LayoutKind, axes: string, sizes: Partial<Sizes>, channelsLast = false): Layout =>
    arrange(kind, axes, samples, sampleSize, { channels: 1, depth: 1, height: 1, width: 1, ...sizes }, channelsLast);
  switch (shape.length) {
    case 0:
    case 1:
      return make('tabular', shape.length === 0 ? 'scalar' : 'N', {});
    case 2:
      return a <= mostFeatures ? make('tabular', 'N, F', { width: a }) : make('signal', 'N, L', { width: a });
    case 3:
      if (a <= mostSignalChannels) return make('signal', 'N, C, L', { channels: a, width: b });
      if (b <= mostSignalChannels) return make('signal', 'N, L, C', { width: a, channels: b }, true);
      return make('image', 'N, H, W', { height: a, width: b });
    case 4:
      if (isColour(c) && !isColour(a)) return make('image', 'N, H, W, C', { height: a, width: b, channels: c }, true);
      return make('image', 'N, C, H, W', { channels: a, height: b, width: c });
    case 5:
      if (isColour(d) && !isColour(a))
        return make('volume', 'N, D, H, W, C', { depth: a, height: b, width: c, channels: d }, true);
      return make('volume', 'N, C, D, H, W', { channels: a, depth: b, height: c, width: d });
    default:
      return make('signal', `N, then ${shape.slice(1).join(' × ')} in a row`, { width: sampleSize });
  }
}

type Sizes = Record<SliceAxis | 'channels', number>;

function arrange(
  kind: LayoutKind,
  axes: string,
  samples: number,
  sampleSize: number,
  { channels, depth, height, width }: Sizes,
  channelsLast: boolean,
): Layout {
  const step = channelsLast ? channels : 1;
  return {
    kind,
    axes,
    samples,
    sampleSize,
    channels,
    channelStride: channelsLast ? 1 : depth * height * width,
    size: { depth, height, width },
    stride: { depth: height * width * step, height: width * step, width: step },
  };
}

/** Grey, RGB or RGBA. */
function isColour(size: number): boolean {
  return size === 1 || size === 3 || size === 4;
}
