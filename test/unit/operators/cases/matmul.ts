/** MatMul over all ranks, Gemm over all attributes, Einsum over kinds of equations. */
import type { Case, Input } from './case';

const products: [string, number[], number[]][] = [
  ['2d', [3, 4], [4, 3]],
  ['3d', [2, 3, 4], [2, 4, 3]],
  ['4d', [1, 2, 3, 4], [1, 2, 4, 3]],
  ['1d_1d', [4], [4]],
  ['1d_2d', [4], [4, 3]],
  ['2d_1d', [3, 4], [4]],
  ['1d_3d', [4], [2, 4, 3]],
  ['3d_1d', [2, 3, 4], [4]],
  ['3d_2d', [2, 3, 4], [4, 5]],
  ['4d_2d', [2, 2, 3, 4], [4, 5]],
  ['2d_3d', [3, 4], [2, 4, 5]],
  ['bcast', [3, 1, 3, 4], [2, 4, 2]],
  ['bcast_both', [1, 2, 3, 4], [3, 1, 4, 2]],
  ['bcast_one_matrix', [2, 3, 4], [1, 4, 2]],
  ['row_column', [1, 4], [4, 1]],
  ['column_row', [4, 1], [1, 3]],
];

const matmuls: Case[] = products.map(([name, left, right]) => ({
  name: `matmul_${name}`,
  op: 'MatMul',
  inputs: [{ shape: left }, { shape: right }],
}));

const transposes: Case[] = [0, 1].flatMap((transA) =>
  [0, 1].flatMap((transB) =>
    [undefined, [3], [2, 3], [1, 3], [2, 1], [1], []].map((bias) => ({
      name: `gemm_trans${transA}${transB}_bias_${bias ? bias.join('x') || 'scalar' : 'none'}`,
      op: 'Gemm',
      attributes: { transA, transB, alpha: 0.75, beta: 1.5 },
      inputs: [{ shape: transA ? [4, 2] : [2, 4] }, { shape: transB ? [3, 4] : [4, 3] }, bias && { shape: bias }],
    })),
  ),
);

const gemms: Case[] = [
  { name: 'gemm_default_no_bias', op: 'Gemm', inputs: [{ shape: [2, 5] }, { shape: [5, 3] }] },
  { name: 'gemm_default_vector_bias', op: 'Gemm', inputs: [{ shape: [2, 7] }, { shape: [7, 4] }, { shape: [1, 4] }] },
  {
    name: 'gemm_alpha',
    op: 'Gemm',
    attributes: { alpha: 0.5 },
    inputs: [{ shape: [3, 5] }, { shape: [5, 4] }, { shape: [1, 4] }],
  },
  {
    name: 'gemm_beta',
    op: 'Gemm',
    attributes: { beta: 0.5 },
    inputs: [{ shape: [2, 7] }, { shape: [7, 4] }, { shape: [1, 4] }],
  },
  {
    name: 'gemm_linear_layer',
    op: 'Gemm',
    attributes: { transB: 1 },
    inputs: [{ shape: [4, 6] }, { shape: [3, 6] }, { shape: [3] }],
  },
];

const equations: [string, ...number[][]][] = [
  ['ij,jk->ik', [3, 4], [4, 5]],
  ['ij,jk', [3, 4], [4, 5]],
  ['bij, bjk -> bik', [2, 3, 4], [2, 4, 2]],
  ['...ii->...i', [2, 3, 3]],
  ['...ij,...jk->...ik', [2, 1, 3, 4], [1, 3, 4, 2]],
  ['...ij,jk', [2, 3, 4], [4, 2]],
  ['ij->i', [3, 4]],
  ['ij->ji', [3, 4]],
  ['ij->', [3, 4]],
  ['ij', [3, 4]],
  ['ba', [3, 4]],
  ['i,i', [5], [5]],
  ['i,i->i', [5], [5]],
  ['i,j->ij', [3], [4]],
  ['ij,k->i', [3, 4], [2]],
  ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['bhqk,bhkd->bqhd', [2, 2, 3, 5], [2, 2, 5, 4]],
  ['bqc,cd->bqd', [2, 3, 4], [4, 2]],
  ['ij,jk,kl->il', [2, 3], [3, 4], [4, 2]],
  ['ij,ij,ij->i', [3, 4], [3, 4], [3, 4]],
  ['...,...->...', [2, 3], [1, 3]],
  ['i...->...', [3, 4, 2]],
  ['bi,bj->b', [2, 3], [2, 4]],
  ['Ab,bA->A', [3, 4], [4, 3]],
];

const repeated = /(\w).*\1/;

const einsums: Case[] = equations.map(([equation, ...shapes]) => ({
  name: `einsum_${equation}`,
  op: 'Einsum',
  attributes: { equation },
  inputs: shapes.map((shape): Input => ({ shape })),
  ...(equation
    .split('->')[0]!
    .split(',')
    .some((term) => repeated.test(term)) && { gradient: false as const }),
}));

export const cases: Case[] = [...matmuls, ...transposes, ...gemms, ...einsums];
