/** All operator cases. To add a family, list it here. */
import { cases as activations } from './activations';
import { cases as arithmetic } from './arithmetic';
import type { Case } from './case';
import { cases as convolution } from './convolution';
import { cases as indexing } from './indexing';
import { cases as layout } from './layout';
import { cases as logic } from './logic';
import { cases as matmul } from './matmul';
import { cases as normalization } from './normalization';
import { cases as pooling } from './pooling';
import { cases as reductions } from './reductions';

export const allCases: readonly Case[] = [
  ...activations,
  ...arithmetic,
  ...convolution,
  ...indexing,
  ...layout,
  ...logic,
  ...matmul,
  ...normalization,
  ...pooling,
  ...reductions,
];
