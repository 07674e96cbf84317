/** Deep Taylor decomposition: relevance by Taylor expansions at roots that follow from the geometry of rectifiers. */
import * as z from 'zod';
import { deepTaylor as deepTaylorComposite } from '../../../differentiate/relevance/composites';
import { defineMethod, prediction } from '../../method';
import { boundParameters, boundsOf } from './bounds';
import { propagate } from './propagate';
import { remarks } from './remarks';

const parameters = z.object({
  domain: z
    .enum(['box', 'real'])
    .default('box')
    .describe('Where inputs can lie: in a box (the zB rule at the first layer), or anywhere (the w² rule).')
    .meta({ title: 'Input domain', form: { options: { box: 'A box (zB)', real: 'All real numbers (w²)' } } }),
  ...boundParameters,
});

export const deepTaylor = defineMethod({
  id: 'deep-taylor',
  title: 'Deep Taylor',
  family: 'backward passes',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Smooth, conserving maps for ReLU networks: decomposes the target over the input by positive contributions alone. Ignores evidence against the target.',
  source: 'Montavon, Lapuschkin, Binder, Samek, Müller 2017, doi:10.1016/j.patcog.2016.11.008',
  parameters,
  async run(context, { domain, low, high }) {
    const numbers = { epsilon: 1e-6, gamma: 0, alpha: 1, beta: 0, ...boundsOf(context.input, low, high) };
    const { attribution, ledger, law, of } = await propagate(context, {
      name: JSON.stringify(['deep Taylor', domain, numbers]),
      composite: deepTaylorComposite(domain, numbers),
      start: (value) => value,
    });
    return {
      attribution,
      ledger,
      law,
      conventions: [
        `Relevance starts with the value of the target; ${domain === 'box' ? 'the zB rule' : 'the w² rule'} at layers that read the input, z-plus in all later layers; biases get no share.`,
        ...remarks(context, of, ledger),
      ],
    };
  },
});
