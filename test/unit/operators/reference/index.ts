/** All reference kernels by operator. To add a family, list it here. */
import { activations } from './activations';
import { arithmetic } from './arithmetic';
import { convolution } from './convolution';
import { indexing } from './indexing';
import type { Kernel } from './interpreter';
import { generators, layout } from './layout';
import { logic } from './logic';
import { matmul } from './matmul';
import { normalization } from './normalization';
import { reductions } from './reductions';
import { resize } from './resize';

const families: readonly Record<string, Kernel>[] = [
  activations,
  arithmetic,
  convolution,
  generators,
  indexing,
  layout,
  logic,
  matmul,
  normalization,
  reductions,
  resize,
];

export const kernels = new Map(families.flatMap((family) => Object.entries(family)));
