/** Gradient times input. */
import * as z from 'zod';
import { float32 } from '../../../shared/tensor';
import { defineMethod, prediction } from '../../method';
import { gradientAtInput } from '../points';
import { scopeOf, scopeParameter } from '../scope';

export const inputXGradient = defineMethod({
  id: 'input-x-gradient',
  title: 'Input × Gradient',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The gradient times the input: each value’s contribution if the network were linear here. Zero wherever the input is zero or the network saturates.',
  source: 'Shrikumar, Greenside, Shcherbina, Kundaje 2016, arXiv:1605.01713',
  parameters: z.object({ layer: scopeParameter }),
  async run(given, { layer: choice }) {
    const { context, layer, conventions } = await scopeOf(given, choice);
    const { shape, data } = await gradientAtInput(context);
    const input = context.input.data;
    return {
      attribution: float32(
        shape,
        data.map((g, i) => g * input[i]!),
      ),
      ...(layer !== undefined && { layer }),
      conventions: [
        ...conventions,
        'The input is multiplied as the network receives it, after preprocessing; zero there is the implied baseline.',
      ],
    };
  },
});
