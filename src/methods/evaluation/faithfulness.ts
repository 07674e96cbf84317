/**
 * How faithful explanations are to the network, as one run: several methods ranked by several measures over samples.
 */
import * as z from 'zod';
import { attributions } from '../attribution';
import { choiceAmong, chosen, namedIn } from '../choice';
import { defineMethod, prediction } from '../method';
import { evaluate } from './evaluate';
import { measures, STANDARD_MEASURES } from './index';
import { evaluateSpelling } from './spelling';

const SAMPLES = 'must be "all" or a whole number above 0';

export const faithfulness = defineMethod({
  id: 'faithfulness',
  title: 'Faithfulness',
  family: 'evaluation',
  needs: { ...prediction, explanations: 'always' },
  gives: 'evaluation',
  summary:
    'Ranks methods by how the network responds where their maps say it matters, between a random and a best-found bound. Does not measure whether people understand a map, or whether the network is right.',
  source: 'Samek et al. 2017, doi:10.1109/TNNLS.2016.2599820; each measure names its own',
  parameters: z.object({
    methods: z
      .array(choiceAmong(attributions, 'attribution method'))
      .min(1, 'name at least one')
      .default(['gradient', 'input-x-gradient', 'integrated-gradients', 'lrp'])
      .describe('The methods to rank: ids, or objects with "id" and "parameters".'),
    measures: z
      .array(choiceAmong(measures, 'measure'))
      .min(1, 'name at least one')
      .default([...STANDARD_MEASURES])
      .describe('The measures to rank by, in the same form.'),
    samples: z
      .union([z.literal('all'), z.number().int().min(1, SAMPLES)], SAMPLES)
      .default('all')
      .describe('Number of samples to use, from the first.'),
  }),
  spelling: evaluateSpelling,
  judges: ({ methods }) => methods.map((choice) => namedIn(choice).id),
  samples: ({ samples }) => (samples === 'all' ? undefined : samples),
  async run(context, parameters) {
    const { target } = context;
    const evaluation = await evaluate(
      context,
      parameters.methods.map((choice) => chosen(attributions, choice)),
      parameters.measures.map((choice) => chosen(measures, choice)),
    );
    return {
      ...evaluation,
      samples: target.indices.length,
      target,
      conventions: [
        `Explains "${target.value}" as the network outputs it.`,
        'Scores are means over the samples with their standard errors; differences from the first-ranked method are computed sample by sample.',
        'The mean rank weights all measures equally.',
      ],
    };
  },
});
