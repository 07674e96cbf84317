/** The regions that a network with one hidden layer makes in the plane, as a picture under lines and points. */
import type { HiddenLayerSolution } from '../../../src/shared/capacity/requests';
import { side, toPlane, unitView, type Place } from '../points/view';

/** Pixels along each side: enough for a smooth boundary at the drawn size. */
const size = 240;

/** The network's output at a place: + if above 0. */
export function outputAt({ hidden, output }: HiddenLayerSolution, [x, y]: Place): number {
  const { weights, bias } = output[0]!;
  return hidden.reduce((sum, unit, j) => {
    const [a = 0, b = 0] = unit.weights;
    return sum + weights[j]! * Math.tanh(a * x + b * y + unit.bias);
  }, bias);
}

/** As an image URL; in the colours of + and − on `element`. */
export function regionsPicture(solution: HiddenLayerSolution, element: Element): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(element);
  for (const [sign, variable] of [
    [1, '--plus'],
    [-1, '--minus'],
  ] as const) {
    context.fillStyle = style.getPropertyValue(variable).trim();
    context.globalAlpha = 0.35;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const place = toPlane(unitView, [((column + 0.5) / size) * side, ((row + 0.5) / size) * side]);
        if (outputAt(solution, place) * sign > 0) context.fillRect(column, row, 1, 1);
      }
  }
  return canvas.toDataURL();
}
