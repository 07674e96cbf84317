/** The sanity check: weights are randomised from the output down; a map that stays the same does not depend on them. */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { defineMeasure, part, type EvaluationContext, type Explanation } from './measure';
import { placesOf, relevanceOf } from './places';
import { spearman, ssim } from './similarity';
import { curveOf, INTERVAL, mean } from './statistics';
import { redrawn, trainedLayers } from './weights';

/** Mean rank correlation, of the signed maps or of their absolute values, from which a map counts as unchanged. */
export const UNCHANGED = 0.5;

/** How similar a map is to the original. */
export interface Similarity {
  spearman: number;
  /** Of absolute values. */
  absolute: number;
  /** Pictures only. */
  ssim?: number;
}

/** The effect of randomising one more layer. */
export interface CascadeStep {
  /** Name of the layer's output. */
  layer: string;
  /** [explanation]: the current maps, in the form of {@link Explanation.map}. */
  maps: Float32Array[];
  /** [explanation][sample] */
  similarities: Similarity[][];
}

/**
 * Randomises one layer after another, cumulatively, and explains again each time. Throws ArgumentError if nothing is
 * trained.
 */
export async function* cascade(
  context: EvaluationContext,
  explanations: readonly Explanation[],
): AsyncGenerator<CascadeStep> {
  const { model, target, input } = context;
  const layers = trainedLayers(model.graph, target.value);
  if (!layers.length)
    throw new ArgumentError(
      `No layer before "${target.value}" has trained weights, so there is nothing to randomise; choose a model with weights.`,
    );
  const places = placesOf(input.shape);
  const samples = input.shape[0]!;
  let { graph } = model;
  for (const [l, { name, weights }] of layers.entries()) {
    graph = await redrawn(graph, weights, context.random);
    const engine = context.spareEngine();
    const maps: Float32Array[] = [];
    try {
      for (const [e, { explain }] of explanations.entries()) {
        const done = l * explanations.length + e;
        const whole = layers.length * explanations.length;
        const progress = part(context, done / whole, (done + 1) / whole);
        maps.push(await explain({ ...progress, model: { ...model, graph }, engine }));
      }
    } finally {
      await engine.dispose();
    }
    const similarities = maps.map((map, e) =>
      Array.from({ length: samples }, (_, n): Similarity => {
        const [before, after] = [explanations[e]!.map, map].map((one) => relevanceOf(places, one, n)) as [
          Float64Array,
          Float64Array,
        ];
        return {
          spearman: spearman(before, after),
          absolute: spearman(before.map(Math.abs), after.map(Math.abs)),
          ...(places.kind === 'image' && { ssim: ssim(places, before, after) }),
        };
      }),
    );
    yield { layer: name, maps, similarities };
  }
}

/**
 * What is wrong with a map that stays this similar, [step][sample], on average over the steps; undefined if it reacts.
 * A map that is multiplied by the input keeps the input's own pattern in its magnitudes, as Adebayo et al. found for
 * gradient × input.
 */
export function verdict(similarities: readonly (readonly Similarity[])[]): string | undefined {
  const [signed, absolute] = (['spearman', 'absolute'] as const).map((which) =>
    mean(similarities.flatMap((ofStep) => ofStep.map((one) => one[which]))),
  ) as [number, number];
  if (signed >= UNCHANGED)
    return `does not react to the weights: rank correlation ${signed.toFixed(2)} while layers are randomised`;
  if (absolute >= UNCHANGED)
    return `only its signs react to the weights, its magnitudes follow the input: rank correlation of absolute values ${absolute.toFixed(2)} while layers are randomised`;
  return undefined;
}

export const CASCADE_CONVENTIONS = [
  'Layers are randomised cumulatively, from the output down: weights are drawn from normal distributions with the same means and deviations.',
  'Maps are summed over channels; Spearman’s rank correlation with the original map, where a constant map counts as unlike any other; SSIM with a Gaussian window of 11 × 11, σ 1.5, each map drawn as a picture from −max|map| as 0 to max|map| as 1.',
];

export const parameterRandomisation = defineMeasure({
  id: 'mprt',
  title: 'Parameter Randomisation (MPRT)',
  better: 'lower',
  summary:
    'Randomises the weights from the output down and measures how similar the map stays: one that does not change explains the input, not the network. Does not tell whether a map that changes is right.',
  source: 'Adebayo et al. 2018, arXiv:1810.03292',
  parameters: z.object({
    similarity: z
      .enum(['spearman', 'absolute', 'ssim'])
      .default('spearman')
      .describe('What to score: rank correlation, that of absolute values, or structural similarity (pictures only).'),
  }),
  async run(context, explanations, { similarity }) {
    const samples = context.input.shape[0]!;
    const layers: string[] = ['none'];
    const all = explanations.map(() => Array.from({ length: samples }, (): Similarity[] => []));
    for await (const { layer, similarities } of cascade(context, explanations)) {
      layers.push(layer);
      similarities.forEach((ofMethod, e) => {
        ofMethod.forEach((one, n) => all[e]![n]!.push(one));
      });
    }
    const lines = all.map((ofMethod) =>
      ofMethod.map((line) =>
        Float64Array.from([1, ...line.map((one) => one[similarity] ?? refuse(context.input.shape))]),
      ),
    );
    return {
      scores: lines.map((ofMethod) => ofMethod.map((line) => mean(line.subarray(1)))),
      marks: all.map((ofMethod) => verdict(ofMethod)),
      plot: {
        xLabel: 'layers randomised',
        yLabel: { spearman: 'rank correlation', absolute: 'rank correlation of absolute values', ssim: 'SSIM' }[
          similarity
        ],
        curves: explanations.map(({ name }, e) => curveOf(name, [...layers.keys()], lines[e]!)),
      },
      conventions: [
        `Score: similarity averaged over the ${layers.length - 1} steps; a map is flagged if its rank correlation, or that of absolute values, averages at least ${UNCHANGED}. Layers in order: ${layers.slice(1).join(', ')}.`,
        ...CASCADE_CONVENTIONS,
        INTERVAL,
      ],
    };
  },
});

function refuse(shape: readonly number[]): never {
  throw new ArgumentError(`SSIM compares pictures, but the input has shape [${shape.join()}]; use "spearman".`);
}
