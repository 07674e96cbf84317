/** The methods that the fake editor knows: three with parameters of every kind, and enough others to fill a gallery. */
import type { Family, MethodDescription } from '../../src/shared/description';
import { prediction } from '../../src/shared/needs';

export const methods: MethodDescription[] = [
  {
    id: 'gradient',
    title: 'Gradient',
    family: 'gradients',
    needs: prediction,
    gives: 'attribution',
    summary: 'How the output changes with each input element, fast. Noisy, and zero where the network saturates.',
    source: 'Simonyan et al. 2013, arXiv:1312.6034',
    parameters: {},
  },
  {
    id: 'integrated-gradients',
    title: 'Integrated Gradients',
    family: 'gradients',
    needs: prediction,
    gives: 'attribution',
    summary:
      'Adds up gradients on the way from a baseline to the input, completely. Ignores features equal to the baseline.',
    source: 'Sundararajan et al. 2017, arXiv:1703.01365',
    parameters: {
      steps: {
        type: 'integer',
        minimum: 1,
        maximum: 10_000,
        default: 50,
        description: 'Points on the way from the baseline.',
      },
      quadrature: {
        enum: ['gauss-legendre', 'riemann-left', 'riemann-right', 'riemann-middle', 'riemann-trapezoid'],
        default: 'gauss-legendre',
        description: 'Where the points lie and how much each counts.',
        form: { advanced: true, options: { 'riemann-left': 'Riemann, left' } },
      },
      baseline: {
        anyOf: [{ type: 'number' }, { type: 'string' }],
        default: 0,
        form: { options: { '0': 'Zero everywhere', blur: 'The input, blurred' }, other: 'A number, or FILE#ARRAY' },
        description:
          'The input that stands for absence: a number for every value, black, blur or uniform (seeded noise in the range of each sample).',
      },
      tolerance: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.01,
        description: 'Of the completeness gap.',
        form: { advanced: true },
      },
      layer: { type: 'string', default: 'input', form: { layers: true, options: { input: 'The input' } } },
      refine: {
        type: 'boolean',
        default: false,
        description: 'Add steps until the tolerance holds',
        form: { advanced: true },
      },
    },
    presets: [{ title: 'Quick', parameters: { steps: 20, refine: true } }],
  },
  {
    id: 'smoothgrad',
    title: 'SmoothGrad',
    family: 'gradients',
    needs: prediction,
    gives: 'attribution',
    summary: 'Averages gradients of noisy copies of the input. Misses evidence where the network saturates.',
    source: 'Smilkov et al. 2017, arXiv:1706.03825',
    parameters: {
      samples: { type: 'integer', minimum: 2, default: 25, description: 'Noisy copies.' },
      noise: { type: 'number', minimum: 0, maximum: 1, default: 0.15, description: "Relative to the input's range." },
    },
  },
  ...plain(
    ['guided-backprop', 'Guided Backpropagation', 'backward passes', 'Sharp pictures of what a unit responds to.'],
    ['lrp', 'Layer-wise Relevance Propagation', 'backward passes', 'Hands the prediction back from layer to layer.'],
    ['cam', 'CAM', 'class activation maps', 'The share of every place in a class score.'],
    ['grad-cam', 'Grad-CAM', 'class activation maps', 'Where the channels lie that speak for the target.'],
    ['occlusion', 'Occlusion', 'perturbation', 'Covers one window after another and sees how the target falls.'],
    ['kernel-shap', 'Kernel SHAP', 'Shapley values', 'Shapley values by regression over sampled coalitions.'],
  ),
];

/** Methods without parameters, one of them not for this model. */
function plain(...methods: [id: string, title: string, family: Family, good: string][]): MethodDescription[] {
  return methods.map(([id, title, family, good]) => ({
    id,
    title,
    family,
    needs: prediction,
    gives: 'attribution',
    summary: `${good} Misses redundant evidence.`,
    source: '',
    parameters: {},
  }));
}

export const unsuitable: Record<string, string> = {
  cam: 'Between "pool2" and "logits" stands Relu; CAM is for networks that end in global average pooling and one dense layer. Use grad-cam.',
};
