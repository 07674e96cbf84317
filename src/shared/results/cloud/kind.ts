/** Maps of points as arrays, as a table with one point per row, and as quality figures. */
import { columnArray, columnCells } from '../../columns';
import { float32Cell, type Row } from '../../csv';
import type { Column } from '../../dataset';
import { table } from '../../table';
import { float32, type Tensor } from '../../tensor';
import { defineKind } from '../kind';
import { specOf } from '../provenance';
import { lawLines, madeText } from '../text';
import type { CloudProvenance, CloudResult } from './result';

type Cloud = Pick<CloudResult, 'embedding' | 'trust'>;

/** What made a map, as its file says it: without times, so that the same map gives the same bytes. */
export type SavedProvenance = Omit<CloudProvenance, 'started' | 'seconds'>;

export const cloud = defineKind<CloudResult>({
  kind: 'cloud',
  arrays: (result) => cloudArrays(result, []),
  rows: (result) => cloudRows(result, []),
  lines: (result) => [
    headOf(result),
    '',
    ...table([['quality', '', ''], ...figuresOf(result)]).split('\n'),
    '',
    ...lawLines(result.law),
    ...result.conventions,
  ],
});

/**
 * `embedding` [N, 1, 2 or 3], `trust` [N], `provenance` [1] as JSON, which lets points be added to the map, and the
 * columns whose names differ from these.
 */
export function cloudArrays(
  { embedding, trust, provenance }: Cloud & Pick<CloudResult, 'provenance'>,
  columns: readonly Column[],
): Record<string, Tensor> {
  const own = { embedding, trust: float32([trust.length], trust) };
  const { started: _started, seconds: _seconds, ...saved } = provenance;
  const made: Tensor = { dtype: 'string', shape: [1], data: [JSON.stringify(saved satisfies SavedProvenance)] };
  const facts = Object.fromEntries(columns.map((column) => [column.name, columnArray(column)]));
  return { ...facts, ...own, provenance: made };
}

/** One row per point: x, y(, z), trust and the columns; points without a place have empty cells. */
export function cloudRows({ embedding, trust }: Cloud, columns: readonly Column[]): Row[] {
  const [count = 0, dimensions = 2] = embedding.shape;
  const cells = columns.map(columnCells);
  const axes = ['x', 'y', 'z'].slice(0, dimensions);
  return [
    [...axes, 'trust', ...columns.map(({ name }) => name)],
    ...Array.from({ length: count }, (_, i) => [
      ...placeOf(embedding.data, dimensions, i),
      float32Cell(trust[i]!),
      ...cells.map((column) => column[i]!),
    ]),
  ];
}

/** The coordinates of one point as cells. */
export function placeOf(data: Float32Array, dimensions: number, index: number): number[] {
  return Array.from(data.subarray(index * dimensions, (index + 1) * dimensions), float32Cell);
}

function headOf({ embedding, provenance, added }: CloudResult): string {
  const [samples = 0, dimensions] = embedding.shape;
  const { method, layer, model, data } = provenance;
  const of = layer === undefined ? data.path : `"${layer}" of ${model?.path} for ${data.path}`;
  const points =
    added === undefined
      ? `${samples} points`
      : `${added} points added to the ${samples - added} of ${provenance.earlier!.path}`;
  const space = dimensions === 1 ? 'one dimension' : `${dimensions} dimensions`;
  return `${method} of ${specOf({ ...data, path: of })}: ${points}, ${space}  ${madeText(provenance)}`;
}

/** Name, value, and what the value is. */
function figuresOf({ quality, added }: CloudResult): string[][] {
  const { k, preservation, trustworthiness, continuity, sampled, divergence, explainedVariance } = quality;
  const at = sampled === undefined ? '' : `, at ${sampled.toLocaleString('en-US')} points`;
  const over = added === undefined ? 'nats, over all pairs of points' : 'nats, mean over the points added';
  return [
    ['preservation', preservation.toFixed(4), `of each point's ${k} nearest neighbours${at}`],
    ['trustworthiness', trustworthiness.toFixed(4), `k = ${k}: no strangers among the neighbours in the map${at}`],
    ['continuity', continuity.toFixed(4), `k = ${k}: no neighbours lost in the map${at}`],
    ...(divergence === undefined ? [] : [['KL divergence', divergence.toFixed(4), over]]),
    ...(explainedVariance ?? []).map((share, axis) => [
      `variance, axis ${axis + 1}`,
      `${(100 * share).toFixed(2)} %`,
      'of the variance of all points',
    ]),
  ];
}
