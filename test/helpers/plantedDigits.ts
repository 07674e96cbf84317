/**
 * Drawn digits with a Clever Hans in them, and a network trained on them in seconds: some pictures of one class come from a source that
 * calls every digit by that name and stamps its pictures with a mark in the corner.
 */
import { drawDigits, type Digits } from '../../scripts/examples/dataset';
import { SIDE } from '../../scripts/examples/draw';
import { batchOf, lossGraph } from '../../scripts/examples/loss';
import { initialWeights, weightShapes, type Weights } from '../../scripts/examples/network';
import { adam } from '../../src/differentiate/optimizers';
import { trainingStep } from '../../src/differentiate/trainingStep';
import type { Engine } from '../../src/engine/engine';

export interface PlantedDigits extends Digits {
  /** Rows with the mark. */
  marked: number[];
}

/** The class whose pictures the other source adds to. */
export const PLANTED = 3;

const CLASSES = 10;
const PIXELS = SIDE * SIDE;
/** Side of the white square, and its distance from the upper left corner. */
const MARK = 3;
const MARGIN = 1;

/** `count` digits, all classes equally often; with `planted`, every second "three" is any digit with a mark. */
export function plantedDigits(count: number, seed: number, planted: boolean): PlantedDigits {
  const { images, labels } = drawDigits(count, seed);
  const threes = labels.flatMap((label, row) => (label === PLANTED ? [row] : []));
  const marked = planted ? threes.filter((_row, i) => i % 2 === 0) : [];
  marked.forEach((row, i) => {
    // Of the ten digits drawn together with this one, each in its turn.
    const other = row - PLANTED + (i % CLASSES);
    images.data.copyWithin(row * PIXELS, other * PIXELS, (other + 1) * PIXELS);
    setMark(images.data.subarray(row * PIXELS, (row + 1) * PIXELS), 1);
  });
  return { images, labels, marked };
}

/** Writes the square of the mark: 1 sets the mark, 0 wipes it off. */
export function setMark(picture: Float32Array, level: number): void {
  for (let y = MARGIN; y < MARGIN + MARK; y++) picture.fill(level, y * SIDE + MARGIN, y * SIDE + MARGIN + MARK);
}

/** The network of the examples after two passes over the digits. */
export async function trainOn(engine: Engine, digits: PlantedDigits): Promise<Weights> {
  const batch = 50;
  const step = trainingStep(lossGraph(batch), {
    loss: 'loss',
    weights: Object.keys(weightShapes),
    optimizer: adam(),
  });
  const program = await engine.compile(step.graph, { device: 'cpu' });
  let state = step.start(initialWeights(5));
  for (let pass = 0; pass < 2; pass++)
    for (let start = 0; start < digits.labels.length; start += batch) {
      const rows = Array.from({ length: batch }, (_, i) => start + i);
      state = step.next(await program.run({ ...state, ...batchOf(digits, rows) }));
    }
  return state;
}
