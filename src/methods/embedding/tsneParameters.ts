/** The parameters of t-SNE. */
import * as z from 'zod';
import { repulsions } from './layout';
import { mapDimensions } from './positions';
import { metrics } from './rows';

const perplexity = z.number().min(1).max(10_000);

const advanced = { form: { advanced: true } };

export const tsneParameters = z.object({
  perplexity: z
    .union([perplexity, z.array(perplexity).min(1).max(10)])
    .default(30)
    .describe('Effective number of neighbours of each point; with several, the mean of their affinities is used.'),
  dimensions: z
    .literal([...mapDimensions])
    .default(2)
    .describe('Number of axes of the map.'),
  metric: z.enum(metrics).default('euclidean').describe('Distance metric; cosine means 1 − cos.'),
  earlyExaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(12)
    .describe('Factor on the attraction between neighbours at first.')
    .meta(advanced),
  earlyIterations: z
    .int()
    .min(0)
    .max(100_000)
    .default(250)
    .describe('Iterations of early exaggeration.')
    .meta(advanced),
  iterations: z.int().min(0).max(100_000).default(500).describe('Iterations after it.'),
  exaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .describe('Factor on the attraction between neighbours afterwards.')
    .meta(advanced),
  lateExaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .describe('Factor on the attraction in 250 more iterations at the end; 1 leaves them out.')
    .meta(advanced),
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe(
      'Step size for the gradient without its factor 4. By default N / exaggeration in each phase, as in Belkina et al. 2019.',
    )
    .meta(advanced),
  degreesOfFreedom: z
    .number()
    .min(0.05)
    .max(100)
    .default(1)
    .describe('α of the kernel (1 + d²/α)^−α in the map (Kobak et al. 2019): below 1, clusters split into finer ones.')
    .meta(advanced),
  initialisation: z
    .enum(['pca', 'random'])
    .default('pca')
    .describe('Initial positions, scaled to a deviation of 10⁻⁴ along the first axis.')
    .meta({ title: 'Start', form: { advanced: true, options: { pca: 'Principal components', random: 'Random' } } }),
  repulsion: z
    .enum(['auto', ...repulsions])
    .default('auto')
    .describe(
      'How to compute repulsion: over all pairs, by a tree (θ), by a grid (in 1-D and 2-D), or by the quickest of them.',
    )
    .meta({
      form: {
        advanced: true,
        options: { auto: 'Automatic', exact: 'Exact', 'barnes-hut': 'Barnes–Hut', fft: 'Fourier transforms' },
      },
    }),
  theta: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('θ of the tree: larger is quicker and coarser; 0 is exact.')
    .meta({ title: 'Tree accuracy (θ)', form: { advanced: true } }),
  maxStepNorm: z
    .number()
    .positive()
    .default(5)
    .describe('Longest move of a point per iteration.')
    .meta({ title: 'Largest step', form: { advanced: true } }),
});

export type TsneParameters = z.infer<typeof tsneParameters>;
