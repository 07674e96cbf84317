/** The deconvolutional network: a unit's activity projected back to the input through the network's own filters. */
import * as z from 'zod';
import { deconvolution } from '../../../differentiate/rectified';
import { defineMethod, prediction } from '../../method';
import { gradientAtInput } from '../points';

export const deconvnet = defineMethod({
  id: 'deconvnet',
  title: 'Deconvnet',
  family: 'backward passes',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Projects what a unit of any layer responds to back to the input: unpool by switches, rectify, filter. Barely depends on the target, because it ignores which activations were off.',
  source: 'Zeiler, Fergus 2014, arXiv:1311.2901',
  parameters: z.object({}),
  async run(context) {
    return {
      attribution: await gradientAtInput(context, { name: 'deconvnet', rules: deconvolution }),
      conventions: [
        'Starts with 1 at the target unit and 0 at all others of its layer. The backward signal is rectified at every activation, without the mask of the forward pass; signed.',
      ],
    };
  },
});
