/**
 * Which columns of a table a network takes: those it names; else those left without labels and identifiers, if exactly
 * one such choice gives the right number. Otherwise the user has to choose.
 */
import { isDeepStrictEqual } from 'node:util';
import { ArgumentError } from '../../shared/errors';
import { fitShape } from '../fit';
import { showShape, type PictureInput } from '../preprocessing';
import type { Dataset } from './dataset';
import { listed, type TableColumn, type TableParts } from './table';

/** An input, the names of its features if the model has them, and what is known about how pictures become it. */
export type NamedInput = PictureInput & { features?: readonly string[] };

/** Throws ArgumentError that lists the columns and says how to name them. */
export function fitTable(dataset: Dataset, table: TableParts, input: NamedInput): Dataset {
  const { samples, path } = dataset.description;
  const all = table.columns.map(({ name }) => name);
  const fits = (count: number): boolean => takesColumns(input, samples, count);
  const { features } = input;
  if (table.isChosen) return dataset;
  if (features && fits(features.length) && features.every((name) => all.includes(name)))
    return table.select(features, `The model names the columns it takes: ${listed(features)}.`);
  const own = dataset.description.features ?? all;
  if (fits(own.length)) return dataset;
  const found = choicesOf(table.columns).filter((names) => fits(names.length));
  const [names] = found;
  if (names && found.every((other) => isDeepStrictEqual(other, names))) {
    const left = all.filter((name) => !names.includes(name));
    return table.select(
      names,
      left.length ? `The samples are the columns ${listed(names)}; left out: ${listed(left)}.` : undefined,
    );
  }
  const wanted = all.findIndex((_, i) => fits(i + 1)) + 1;
  throw new ArgumentError(
    wanted > 0
      ? `${path} has ${all.length} columns of numbers and the model takes ${wanted}: name them, as in "${path}#${all.slice(0, 2).join()},…". The columns are ${listed(all)}.`
      : `The columns of ${path} (${all.length} of numbers: ${listed(all)}) do not fit the input "${input.name}" of shape ${showShape(input.shape)}.`,
  );
}

function takesColumns({ shape }: NamedInput, samples: number, count: number): boolean {
  if (!shape) return true;
  return fitShape([samples, count], shape)?.[0] === samples;
}

/** All columns, and what is left without labels, identifiers, or both; distinct whole numbers may identify. */
function choicesOf(columns: readonly TableColumn[]): string[][] {
  const without = (isLeft: (column: TableColumn) => boolean): string[] =>
    columns.filter((column) => !isLeft(column)).map(({ name }) => name);
  const isLabel = ({ role }: TableColumn): boolean => role === 'label';
  const isNamed = ({ role }: TableColumn): boolean => role === 'identifier';
  const mayIdentify = (column: TableColumn): boolean => isNamed(column) || (column.isUnique && !isLabel(column));
  const mayLabel = (column: TableColumn): boolean => isLabel(column) || column.isClasses;
  return [
    without(() => false),
    without(isLabel),
    without(isNamed),
    without(mayIdentify),
    without((column) => isLabel(column) || mayIdentify(column)),
    without((column) => isNamed(column) || mayLabel(column)),
    without((column) => mayIdentify(column) || mayLabel(column)),
  ];
}
