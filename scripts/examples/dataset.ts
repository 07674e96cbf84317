/** Labelled digits: the same seed gives the same set. */
import { random } from '../../src/shared/random';
import { float32, type Float32Tensor } from '../../src/shared/tensor';
import { drawDigit, SIDE } from './draw';

export const classNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;
export const CLASSES = classNames.length;

/** Sets drawn from different seeds share no picture. */
export const seeds = { training: 1, test: 2, pictures: 3, photo: 4, weights: 5, order: 6 } as const;

export interface Digits {
  /** [N, 1, 28, 28], 0 to 1. */
  images: Float32Tensor;
  labels: readonly number[];
}

/** `count` digits, all classes equally often, in turn. */
export function drawDigits(count: number, seed: number): Digits {
  const source = random(seed);
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  const images = float32([count, 1, SIDE, SIDE], new Float32Array(count * SIDE * SIDE));
  labels.forEach((digit, i) => {
    images.data.set(drawDigit(digit, source), i * SIDE * SIDE);
  });
  return { images, labels };
}
