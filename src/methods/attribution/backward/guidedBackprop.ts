/** Guided backpropagation: the gradient with only positive parts kept at every activation. */
import * as z from 'zod';
import { guided } from '../../../differentiate/rectified';
import { defineMethod, prediction } from '../../method';
import { gradientAtInput } from '../points';

export const guidedBackprop = defineMethod({
  id: 'guided-backprop',
  title: 'Guided Backpropagation',
  family: 'backward passes',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Sharp pictures of what a unit responds to: the gradient with negative parts cut off at every activation. Barely depends on the target or on the weights of the top layers.',
  source: 'Springenberg, Dosovitskiy, Brox, Riedmiller 2015, arXiv:1412.6806',
  parameters: z.object({}),
  async run(context) {
    return {
      attribution: await gradientAtInput(context, { name: 'guided backpropagation', rules: guided }),
      conventions: [
        'The gradient is rectified at every activation, then masked as the activation’s own gradient is; signed.',
      ],
    };
  },
});
