/**
 * The linear and quadratic programs of separation, solved in float64 by HiGHS. Their answers are candidates:
 * `separate.ts` proves them or finds others. HiGHS is WebAssembly, loaded on first use from beside the bundle.
 */
import { setImmediate } from 'node:timers/promises';
import type { Highs, Model, ModelData } from 'highs';
import { throwIfCancelled } from '../../shared/errors';

export type Rows = readonly (readonly number[])[];

/** Seconds that one call of the solver may block the process. */
const SLICE = 0.25;

/** Seconds after which the quadratic program, which cannot be resumed, is abandoned. */
const QUADRATIC_LIMIT = 10;

let loading: Promise<Highs> | undefined;

function load(): Promise<Highs> {
  return (loading ??= import('highs').then(({ default: loadHighs }) => loadHighs()));
}

export interface Maximin {
  /** The maximum of the smallest product of a row with the weights; 0 if the rows cannot all be positive. */
  value: number;
  /** Each from −1 to 1. */
  weights: number[];
  /** One per row: ≥ 0 with sum 1; if `value` is 0, they combine the rows to zero. */
  prices: number[];
}

/** max min_i (row_i · w) over −1 ≤ w ≤ 1. Throws CancelledError. */
export async function maximin(rows: Rows, signal: AbortSignal | undefined): Promise<Maximin> {
  const highs = await load();
  const inputs = rows[0]!.length;
  const model = highs.createModel({
    ...atLeast(
      rows.map((row) => [...row, -1]),
      0,
      highs,
    ),
    sense: highs.constants.objectiveSense.maximize,
    colCost: [...filled(inputs, 0), 1],
    colLower: [...filled(inputs, -1), -highs.infinity],
    colUpper: [...filled(inputs, 1), highs.infinity],
  });
  try {
    // Without presolve a slice resumes where the last one ended, and small programs take a fifth of the time.
    model.options.set({ output_flag: false, presolve: 'off', time_limit: SLICE });
    do {
      await setImmediate();
      throwIfCancelled(signal);
      model.zeroAllClocks();
      model.run();
    } while (model.getModelStatus() === highs.constants.modelStatus.timeLimit);
    const { colValue, rowDual } = model.getSolution();
    return {
      value: colValue[inputs]!,
      weights: Array.from(colValue.subarray(0, inputs)),
      prices: Array.from(rowDual, Math.abs),
    };
  } finally {
    model.dispose();
  }
}

/**
 * min ½‖w‖² with row · w ≥ 1 for every row; the norm leaves out the last weight if it is a bias. 1/‖w‖ is the margin.
 * Undefined if the solver finds no optimum.
 */
export async function widest(rows: Rows, bias: boolean): Promise<number[] | undefined> {
  const highs = await load();
  const inputs = rows[0]!.length;
  const curved = inputs - Number(bias);
  // Its active-set method fails on about 1 program in 100, rarely on the same one with its rows reordered.
  for (const start of [0, Math.ceil(rows.length / 3), Math.ceil((2 * rows.length) / 3)]) {
    const model = highs.createModel({
      ...atLeast([...rows.slice(start), ...rows.slice(0, start)], 1, highs),
      colCost: filled(inputs, 0),
      colLower: filled(inputs, -highs.infinity),
      colUpper: filled(inputs, highs.infinity),
      hessian: {
        format: 'triangular',
        dimension: inputs,
        starts: Array.from({ length: inputs + 1 }, (_, k) => Math.min(k, curved)),
        indices: Array.from({ length: curved }, (_, k) => k),
        values: filled(curved, 1),
      },
    });
    try {
      const weights = optimum(model, highs);
      if (weights) return weights;
    } finally {
      model.dispose();
    }
  }
  return undefined;
}

function optimum(model: Model, highs: Highs): number[] | undefined {
  model.options.set({ output_flag: false, time_limit: QUADRATIC_LIMIT });
  // The solver throws on an internal failure, which also means no optimum.
  const { status } = model.raw.run();
  if (status === highs.constants.status.error || model.getModelStatus() !== highs.constants.modelStatus.optimal)
    return undefined;
  return Array.from(model.getSolution().colValue);
}

/** Constraints row · x ≥ bound for every row. */
function atLeast(
  rows: Rows,
  bound: number,
  highs: Highs,
): Pick<ModelData, 'numRows' | 'numCols' | 'rowLower' | 'rowUpper' | 'matrix'> {
  const numRows = rows.length;
  const numCols = rows[0]!.length;
  return {
    numRows,
    numCols,
    rowLower: filled(numRows, bound),
    rowUpper: filled(numRows, highs.infinity),
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts: Array.from({ length: numRows + 1 }, (_, i) => i * numCols),
      indices: Array.from({ length: numRows * numCols }, (_, i) => i % numCols),
      values: Float64Array.from(rows.flat()),
    },
  };
}

function filled(length: number, value: number): number[] {
  return new Array<number>(length).fill(value);
}
