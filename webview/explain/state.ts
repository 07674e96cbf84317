/**
 * How the user arranged the panel: the state that outlives a reload of the window, besides the form. Never the arrays.
 * Stored state may come from an older version, so each piece is checked and replaced by its default separately.
 */
import { isExplainForm, type ExplainState } from '../../src/shared/api/explain';
import type { MapId } from '../../src/shared/picture/diverging';
import type { Layout, SliceAxis } from '../../src/shared/picture/layout';
import type { LimitRule } from '../../src/shared/picture/scale';
import { wholePicture, type Viewport } from '../picture/viewport';

/** A colour map, or the one whose zero is the theme's background. */
export type ColourChoice = 'theme' | MapId;

export type ViewKind = 'side' | 'overlay' | 'heatmap';

export interface ViewState {
  view: ViewKind;
  /** Of the heatmap over the input, 0 to 1. */
  opacity: number;
  sample: number;
  channel: 'sum' | number;
  axis: SliceAxis;
  /** Along `axis`; undefined for the middle. */
  slice: number | undefined;
  limit: LimitRule;
  colours: ColourChoice;
  viewport: Viewport;
  /** Features by |attribution| instead of in order. */
  sorted: boolean;
}

/** As drawn: the choice of colours resolved for the actual background. */
export interface ShownView extends ViewState {
  map: MapId;
}

export function shownOn(ground: MapId, view: ViewState): ShownView {
  return { ...view, map: view.colours === 'theme' ? ground : view.colours };
}

/** Another input may have fewer samples or channels than the view is set to. */
export function fitted(view: ViewState, { samples, channels }: Pick<Layout, 'samples' | 'channels'>): ViewState {
  const { sample, channel } = view;
  return {
    ...view,
    sample: Math.min(sample, samples - 1),
    channel: channel === 'sum' || channel < channels ? channel : 'sum',
  };
}

export interface SavedState extends ExplainState {
  view: ViewState;
}

export const defaultView: ViewState = {
  view: 'side',
  opacity: 0.8,
  sample: 0,
  channel: 'sum',
  axis: 'depth',
  slice: undefined,
  limit: 'percentile',
  colours: 'theme',
  viewport: wholePicture,
  sorted: false,
};

/** The stored state for this model and input; undefined if nothing usable exists. */
export function readSaved(
  saved: unknown,
  { model, input }: Pick<ExplainState, 'model' | 'input'>,
): Pick<SavedState, 'form' | 'view'> | undefined {
  if (!isRecord(saved) || saved['model'] !== model || saved['input'] !== input) return undefined;
  return isExplainForm(saved['form']) ? { form: saved['form'], view: readView(saved['view']) } : undefined;
}

function readView(saved: unknown): ViewState {
  const value = isRecord(saved) ? saved : {};
  const oneOf = <T>(key: keyof ViewState, choices: readonly T[], fallback: T): T =>
    choices.find((choice) => choice === value[key]) ?? fallback;
  const index = <T>(key: keyof ViewState, fallback: T): number | T =>
    Number.isInteger(value[key]) && Number(value[key]) >= 0 ? Number(value[key]) : fallback;
  return {
    view: oneOf<ViewKind>('view', ['side', 'overlay', 'heatmap'], defaultView.view),
    opacity: isFraction(value['opacity']) ? value['opacity'] : defaultView.opacity,
    sample: index('sample', 0),
    channel: index('channel', 'sum'),
    axis: oneOf<SliceAxis>('axis', ['depth', 'height', 'width'], defaultView.axis),
    slice: index('slice', undefined),
    limit: oneOf<LimitRule>('limit', ['percentile', 'maximum'], defaultView.limit),
    colours: oneOf<ColourChoice>('colours', ['theme', 'light', 'dark'], defaultView.colours),
    viewport: isViewport(value['viewport']) ? value['viewport'] : wholePicture,
    sorted: value['sorted'] === true,
  };
}

function isViewport(value: unknown): value is Viewport {
  return isRecord(value) && Number(value['zoom']) >= 1 && isFraction(value['x']) && isFraction(value['y']);
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
