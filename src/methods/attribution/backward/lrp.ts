/** Layer-wise relevance propagation with the field's rules, by composite or by layer. */
import * as z from 'zod';
import {
  composite,
  compositeNames,
  compositeOf,
  ruleNames,
  type RuleNumbers,
} from '../../../differentiate/relevance/composites';
import { defineMethod, prediction } from '../../method';
import { boundParameters, boundsOf } from './bounds';
import { propagate } from './propagate';
import { scopeOf, scopeParameter } from '../scope';
import { remarks } from './remarks';

const entry = z.strictObject({
  layers: z.string().min(1),
  rule: z.enum(ruleNames),
  epsilon: z.number().positive().exactOptional(),
  gamma: z.number().min(0).exactOptional(),
  alpha: z.number().min(1).exactOptional(),
  beta: z.number().min(0).exactOptional(),
});

const parameters = z.object({
  composite: z
    .union([z.enum(compositeNames), z.array(entry).min(1)])
    .default('epsilon-plus')
    .describe(
      'The rule of each linear layer: a composite by name, or a list of {"layers": PATTERN, "rule": RULE, …}, where the first pattern that matches a layer decides (* matches any characters) and unmatched layers get epsilon.',
    )
    .meta({ form: { advanced: true } })
    .meta({ form: { advanced: true } })
    .meta({
      form: {
        options: {
          epsilon: 'Epsilon',
          'epsilon-plus': 'Epsilon plus',
          'epsilon-plus-flat': 'Epsilon plus, flat',
          'epsilon-alpha2-beta1': 'Epsilon, α2β1',
          'epsilon-alpha2-beta1-flat': 'Epsilon, α2β1, flat',
          'epsilon-gamma-box': 'Epsilon, gamma, box',
          'excitation-backprop': 'Excitation backprop',
        },
      },
    }),
  epsilon: z
    .number()
    .positive()
    .default(1e-6)
    .describe('ε of the epsilon rule: absorbs weak and contradictory relevance.'),
  gamma: z.number().min(0).default(0.25).describe('How much the gamma rule favours positive contributions.'),
  ...boundParameters,
  start: z
    .enum(['one', 'output'])
    .default('one')
    .describe('The relevance at the target: 1, or the value of the target.')
    .meta({ title: 'Relevance at the target', form: { advanced: true, options: { one: '1', output: 'Its value' } } }),
  layer: scopeParameter,
});

export const lrp = defineMethod({
  id: 'lrp',
  title: 'LRP',
  family: 'backward passes',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Propagates the prediction back layer by layer in proportion to contributions, with a ledger of what biases absorb. Ignores evidence that a rule treats as noise.',
  source:
    'Bach et al. 2015, doi:10.1371/journal.pone.0130140; composites: Montavon et al. 2019, doi:10.1007/978-3-030-28954-6_10; attention: Achtibat et al. 2024, arXiv:2402.05602',
  parameters,
  async run(given, { composite: chosen, epsilon, gamma, low, high, start, layer: choice }) {
    const { context, layer, conventions } = await scopeOf(given, choice);
    const numbers: RuleNumbers = { epsilon, gamma, alpha: 2, beta: 1, ...boundsOf(context.input, low, high) };
    const entries = typeof chosen === 'string' ? [] : chosen;
    const { attribution, ledger, law, of } = await propagate(context, {
      name: JSON.stringify([chosen, numbers]),
      composite: typeof chosen === 'string' ? composite(chosen, numbers) : compositeOf(chosen, numbers),
      entries,
      start: (value) => (start === 'one' ? 1 : value),
    });
    return {
      attribution,
      ...(layer !== undefined && { layer }),
      ledger,
      law,
      conventions: [
        ...conventions,
        typeof chosen === 'string'
          ? `Composite ${chosen}: ${ledger
              .map(({ rule }) => rule)
              .filter((rule, i, all) => all.indexOf(rule) === i)
              .join(', ')}.`
          : 'Rules by layer, as the ledger shows; all other linear layers use epsilon.',
        start === 'one' ? 'Relevance starts with 1 at the target.' : 'Relevance starts with the value of the target.',
        ...remarks(context, of, ledger),
      ],
    };
  },
});
