/** Everything a cloud can be coloured by: columns of the data, the model's predictions, and properties of the map. */
import type { Column } from '../../src/shared/dataset';
import type { CloudResult } from '../../src/shared/results';
import type { Samples } from './samples';
import type { Session } from './session';

export interface ShownColumn {
  /** Unlike the name, unique. */
  id: string;
  title: string;
  column: Column;
  /** Whether it holds the classes. */
  label: boolean;
}

export function columnsOf(
  { data }: Pick<Samples, 'data'>,
  { modelColumns, result }: Pick<Session, 'modelColumns' | 'result'>,
): ShownColumn[] {
  const labels = new Set(data?.description.columns.filter(({ label }) => label).map(({ name }) => name));
  return [
    ...(data?.columns ?? []).map((column) => shown('data', column.name, column, labels.has(column.name))),
    ...modelColumns.map((column) => shown('model', `${column.name} (model)`, column)),
    ...(result ? columnsOfMap(result) : []),
  ];
}

function columnsOfMap({ trust, neighbours: { k, distances } }: CloudResult): ShownColumn[] {
  const columns = [shown('map', 'Trust of each point', { name: 'trust', kind: 'numbers', values: trust })];
  if (k > 0 && distances.length > 0) {
    const values = Float32Array.from({ length: trust.length }, (_, i) => distances[i * k] ?? NaN);
    columns.push(shown('map', 'Distance to the nearest', { name: 'nearest', kind: 'numbers', values }));
  }
  return columns;
}

function shown(from: string, title: string, column: Column, label = false): ShownColumn {
  return { id: `${from}:${column.name}`, title, column, label };
}

/** The column of added points, else the classes, else the model's predictions, else the map's own trust. */
export function defaultColumn(columns: readonly ShownColumn[]): string {
  const found =
    columns.find(({ id }) => id === 'data:added') ??
    columns.find(({ label }) => label) ??
    columns.find(({ id }) => id === 'model:prediction') ??
    columns.find(({ id }) => id === 'map:trust');
  return found?.id ?? '';
}

/** The column that names the samples, each with a different value: the words of word vectors. */
export function namesColumn(columns: readonly ShownColumn[]): Column | undefined {
  return columns.find(({ column }) => column.kind === 'categories' && column.categories.length === column.codes.length)
    ?.column;
}

/** The pair for a confusion matrix: the true class and the predicted one. */
export function confusionPair(columns: readonly ShownColumn[]): [ShownColumn, ShownColumn] | undefined {
  const label = columns.find(({ label, column }) => label && column.kind === 'categories');
  const prediction = columns.find(({ id, column }) => id === 'model:prediction' && column.kind === 'categories');
  return label && prediction ? [label, prediction] : undefined;
}
