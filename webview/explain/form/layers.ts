/** The layers of a model as choices: parameters take their outputs. */
import type { ModelDescription } from '../../../src/shared/description';
import type { Choice } from '../../ui/select';

/** "conv2 · Conv [N, 64, 14, 14]" */
export function layerChoices({ layers }: ModelDescription): Choice[] {
  return layers.map(({ name, op, output, shape }) => ({
    value: output,
    label: `${name || output} · ${op}${shape ? ` [${shape.join(', ')}]` : ''}`,
  }));
}
