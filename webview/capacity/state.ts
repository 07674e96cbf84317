/**
 * How the user arranged the capacity panel: the state that outlives a reload of the window. Stored state may come from
 * an older version, so each piece is checked, and replaced by its default, separately.
 */
import type { CapacityState, KeptRun } from '../../src/shared/api/capacity';
import { LARGEST } from '../../src/shared/capacity/cover';
import type { Label } from '../../src/shared/capacity/requests';
import type { Cell } from './table/cells';
import { closest } from './table/geometry';
import type { Place, Selected } from './table/grid';
import { presets, type LabeledSet } from './points/sets';

export const parts = ['table', 'curves', 'points', 'xor'] as const;
export type Part = (typeof parts)[number];

export interface PanelState extends CapacityState {
  part: Part;
  /** Of the table and the curves. */
  bias: boolean;
  selected: Selected;
  place: Place;
  /** K of the curves, as typed. */
  curves: string;
  /** Changed by clicks, drags and presets. */
  set: LabeledSet;
  /** Whether the separating line may leave 0. */
  pointsBias: boolean;
  snap: boolean;
  /** Step of the exercise, 0 to 2. */
  step: number;
}

export const defaultState: PanelState = {
  part: 'table',
  bias: false,
  selected: { focus: { n: 20, k: 10 }, anchor: { n: 20, k: 10 } },
  place: { zoom: closest, left: 0, top: 0 },
  curves: '5, 20, 100, 400',
  set: presets.xor(),
  pointsBias: true,
  snap: true,
  step: 0,
};

export function readState(saved: unknown): PanelState {
  const value = isRecord(saved) ? saved : {};
  const flag = (name: 'bias' | 'pointsBias' | 'snap') =>
    typeof value[name] === 'boolean' ? value[name] : defaultState[name];
  const run = readRun(value['run']);
  return {
    part: parts.find((part) => part === value['part']) ?? defaultState.part,
    bias: flag('bias'),
    selected: readSelected(value['selected']) ?? defaultState.selected,
    place: readPlace(value['place']) ?? defaultState.place,
    curves: typeof value['curves'] === 'string' ? value['curves'].slice(0, 100) : defaultState.curves,
    set: readSet(value['set']) ?? defaultState.set,
    pointsBias: flag('pointsBias'),
    snap: flag('snap'),
    step: [0, 1, 2].find((step) => step === value['step']) ?? 0,
    ...(run && { run }),
  };
}

function readRun(value: unknown): KeptRun | undefined {
  if (!isRecord(value)) return undefined;
  const { root, id } = value;
  return typeof root === 'string' && typeof id === 'string' ? { root, id } : undefined;
}

function readSelected(value: unknown): Selected | undefined {
  if (!isRecord(value)) return undefined;
  const { focus, anchor } = value;
  return isCell(focus) && isCell(anchor) ? { focus, anchor } : undefined;
}

function readPlace(value: unknown): Place | undefined {
  if (!isRecord(value)) return undefined;
  const { zoom, left, top } = value;
  const whole = Number.isInteger(zoom) && Number(zoom) >= 0 && Number(zoom) <= closest;
  return whole && isFinite(left) && isFinite(top) ? { zoom: Number(zoom), left, top } : undefined;
}

function readSet(value: unknown): LabeledSet | undefined {
  if (!isRecord(value)) return undefined;
  const { name, points, labels } = value;
  if (typeof name !== 'string' || !Array.isArray(points) || !Array.isArray(labels)) return undefined;
  const rows: unknown[] = points;
  const inputs = Array.isArray(rows[0]) ? rows[0].length : 0;
  const isPoint = (row: unknown): row is number[] =>
    Array.isArray(row) && row.length === inputs && row.every((number) => isFinite(number));
  const isLabel = (label: unknown): label is Label => label === 1 || label === -1;
  if (!rows.every(isPoint) || labels.length !== rows.length || !labels.every(isLabel)) return undefined;
  return { name, points: rows, labels };
}

function isCell(value: unknown): value is Cell {
  const inside = (number: unknown) => Number.isInteger(number) && Number(number) >= 1 && Number(number) <= LARGEST;
  return isRecord(value) && inside(value['n']) && inside(value['k']);
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
