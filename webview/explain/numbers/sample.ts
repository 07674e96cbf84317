/** Everything that the views of one sample draw: its numbers after the channel rule, their limits, and their names. */
import type { AttributionResult } from '../../../src/shared/results';
import { formatNumber } from '../../ui/format';
import { layoutOf, type Layout } from '../../../src/shared/picture/layout';
import { mapOf } from '../../../src/shared/picture/map';
import { channelValues } from '../../../src/shared/picture/plane';
import { symmetricLimit, type LimitRule } from '../../../src/shared/picture/scale';
import { rangeOf } from '../../../src/shared/range';

/** Arrays are [depth, height, width] flat. */
export interface SampleNumbers {
  attribution: Float32Array;
  /** For each place, if the method gives one and the shown number is not a sum of several. */
  standardError?: Float32Array;
  /**
   * The colours of a picture: one for grey, three for RGB. The lines of a signal. None if the map belongs to a layer
   * with other places.
   */
  input: Float32Array[];
  /** Minimum and maximum of `input`: black and white of a picture. */
  range: [number, number];
  /** Names of the places, if the data has names and the map has the same places. */
  features?: readonly string[];
  /** The value drawn in full colour. */
  limit: number;
  /**
   * The part of −limit … limit that the numbers occupy, in units of the limit: a map without negative values needs no
   * colours for them.
   */
  span: readonly [-1 | 0, 0 | 1];
  /** Places whose |attribution| exceeds `limit`. */
  beyond: number;
  inputRule: string;
  channelRule: string;
}

export function sampleNumbers(
  result: AttributionResult,
  layout: Layout,
  sample: number,
  channel: 'sum' | number,
  limitRule: LimitRule,
): SampleNumbers {
  const { input, standardError, features } = result;
  const values = channelValues(mapOf(result).data, layout, sample, channel);
  const shown = inputBeside(input, layout, sample, channel);
  const range = rangeOf(...shown.colours);
  return {
    attribution: values,
    ...(standardError !== undefined && (layout.channels === 1 || channel !== 'sum')
      ? { standardError: channelValues(standardError.data, layout, sample, channel) }
      : {}),
    input: shown.colours,
    ...(features?.length === values.length && shown.colours.length > 0 && { features }),
    range,
    ...symmetricLimit(values, limitRule),
    span: spanOf(values),
    inputRule:
      shown.colours.length && (layout.kind === 'image' || layout.kind === 'volume')
        ? `${shown.name}, ${formatNumber(range[0])} black to ${formatNumber(range[1])} white`
        : shown.name,
    channelRule:
      layout.channels === 1 ? '' : channel === 'sum' ? `sum over ${layout.channels} channels` : `channel ${channel}`,
  };
}

/** Both halves if the numbers use both, or neither. */
function spanOf(values: Float32Array): SampleNumbers['span'] {
  const [negative, positive] = [values.some((value) => value < 0), values.some((value) => value > 0)];
  return negative === positive ? [-1, 1] : negative ? [-1, 0] : [0, 1];
}

/** The input if it has the map's places; its channels may differ. */
function inputBeside(input: AttributionResult['input'], layout: Layout, sample: number, channel: 'sum' | number) {
  const own = layoutOf(input.shape);
  const samePlaces = (['depth', 'height', 'width'] as const).every((axis) => own.size[axis] === layout.size[axis]);
  if (!samePlaces) return { name: 'not drawn: the map is of a layer', colours: [] };
  return inputColours(input.data, own, sample, own.channels === layout.channels ? channel : 'sum');
}

function inputColours(
  data: Float32Array,
  layout: Layout,
  sample: number,
  channel: 'sum' | number,
): { name: string; colours: Float32Array[] } {
  const one = (rule: 'mean' | number) => channelValues(data, layout, sample, rule);
  if (layout.channels === 1) return { name: 'as the network received it', colours: [one(0)] };
  if (channel !== 'sum') return { name: `channel ${channel}`, colours: [one(channel)] };
  if (layout.kind === 'signal')
    return { name: `${layout.channels} channels`, colours: Array.from({ length: layout.channels }, (_, i) => one(i)) };
  // The first three of four are RGB beside an alpha; other numbers of channels have no colour of their own.
  if (layout.channels === 3 || layout.channels === 4) return { name: 'RGB', colours: [one(0), one(1), one(2)] };
  return { name: `mean of ${layout.channels} channels`, colours: [one('mean')] };
}
