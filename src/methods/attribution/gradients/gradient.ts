/** The plain gradient of the target. */
import * as z from 'zod';
import { defineMethod, prediction } from '../../method';
import { gradientAtInput } from '../points';
import { scopeOf, scopeParameter } from '../scope';

export const gradient = defineMethod({
  id: 'gradient',
  title: 'Gradient',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'How much a small change of each input value changes the target, in one backward pass. Noisy, and zero where the network saturates.',
  source: 'Simonyan, Vedaldi, Zisserman 2013, arXiv:1312.6034',
  parameters: z.object({ layer: scopeParameter }),
  async run(given, { layer: choice }) {
    const { context, layer, conventions } = await scopeOf(given, choice);
    return {
      attribution: await gradientAtInput(context),
      ...(layer !== undefined && { layer }),
      conventions: [...conventions, 'The derivative itself: signed, per channel, no absolute value, no scaling.'],
    };
  },
});
