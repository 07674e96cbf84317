/** Methods that are offered first, by their ids: the only ones that the editor names. */

/** Complete by construction, and needs no choice of a baseline to be useful on pictures. */
export const defaultMethod = 'integrated-gradients';

/** Of maps of points: the best known. */
export const defaultMap = 'tsne';

/** The best known of each family, the cheap before the dear. */
export const bestKnown = [
  ...['gradient', 'integrated-gradients', 'guided-backprop', 'lrp', 'grad-cam', 'occlusion', 'kernel-shap'],
  ...['deep-lift', 'smoothgrad', 'feature-ablation'],
];
