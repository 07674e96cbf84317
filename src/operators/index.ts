/** All operators NetLoupe knows, by ONNX name. To add one, write it in its family's file; to add a family, list it here. */
import type { Operator, OperatorSet } from '../graph/operator';
import { activations } from './activations';
import { arithmetic } from './arithmetic';
import { conversion } from './conversion';
import { convolution } from './convolution';
import { einsum } from './einsum';
import { elementary } from './elementary';
import { gather } from './gather';
import { generators } from './generators';
import { layout } from './layout';
import { localNormalization } from './localNormalization';
import { logic } from './logic';
import { matmul } from './matmul';
import { normalization } from './normalization';
import { pad } from './pad';
import { pooling } from './pooling';
import { reductions } from './reductions';
import { resize } from './resize';
import { selection } from './selection';
import { shape } from './shape';
import { slice } from './slice';

const families = [
  activations,
  arithmetic,
  conversion,
  convolution,
  einsum,
  elementary,
  gather,
  generators,
  layout,
  localNormalization,
  logic,
  matmul,
  normalization,
  pad,
  pooling,
  reductions,
  resize,
  selection,
  shape,
  slice,
] as const;

type NamesOf<Family> = Family extends unknown ? keyof Family & string : never;

/**
 * The ONNX name of a known operator: tables of rules by name use this type, so that none names an operator that does
 * not exist.
 */
export type OperatorName = NamesOf<(typeof families)[number]>;

const table = new Map<string, Operator>(families.flatMap((family) => Object.entries<Operator>(family)));

export const operators: OperatorSet = (op, domain) =>
  domain === '' || domain === 'ai.onnx' ? table.get(op) : undefined;

/** Names of all known operators, for documentation and tests. */
export const operatorNames: readonly string[] = [...table.keys()];
