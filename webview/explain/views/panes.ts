/** The pictures of a sample's view, as pixels: the same for the screen and for export. */
import { divergingMaps } from '../../../src/shared/picture/diverging';
import { paintCover, paintHeat, paintInput, withoutColour } from '../../picture/paint';
import type { Layout } from '../../../src/shared/picture/layout';
import { slice, sliceAxes, type Plane } from '../../../src/shared/picture/plane';
import type { Pane } from '../../picture/picture';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView, ViewState } from '../state';

export interface Planes {
  attribution: Plane;
  input: Plane[];
  standardError?: Plane;
  /** Names of the axes that become rows and columns. */
  rows: string;
  columns: string;
}

/** Which slice along `view.axis` is shown: the middle unless chosen. */
export function sliceIndex(layout: Layout, view: ViewState): number {
  const size = layout.size[view.axis];
  return Math.min(view.slice ?? Math.floor(size / 2), size - 1);
}

export function planesOf(numbers: SampleNumbers, layout: Layout, view: ShownView): Planes {
  const axis = layout.kind === 'volume' ? view.axis : 'depth';
  const index = layout.kind === 'volume' ? sliceIndex(layout, view) : 0;
  const cut = (values: Float32Array) => slice(values, layout.size, axis, index);
  return {
    attribution: cut(numbers.attribution),
    input: numbers.input.map(cut),
    ...(numbers.standardError && { standardError: cut(numbers.standardError) }),
    ...(layout.kind === 'volume' ? sliceAxes(axis) : { rows: 'row', columns: 'column' }),
  };
}

export function panesOf(planes: Planes, numbers: SampleNumbers, view: ShownView): Pane[] {
  const { width, height } = planes.attribution;
  const map = divergingMaps[view.map];
  const input = () => paintInput(planes.input, numbers.range);
  const pane = (title: string, ...layers: Pane['layers']): Pane => ({ title, width, height, layers });
  const heat = pane('Attribution', { name: 'heat', pixels: paintHeat(planes.attribution, numbers.limit, map) });
  if (!planes.input.length) return [heat];
  if (view.view === 'overlay') {
    const cover = paintCover(planes.attribution, numbers.limit, map, view.opacity);
    const ground = withoutColour(input());
    return [
      pane('Attribution over the input in grey', { name: 'input', pixels: ground }, { name: 'heat', pixels: cover }),
    ];
  }
  return view.view === 'heatmap' ? [heat] : [pane('Input', { name: 'input', pixels: input() }), heat];
}
