/** The results of methods: a small closed set of kinds. Their functions (arrays, tables, text) are in `kinds.ts`. */
export type * from './attribution/result';
export type * from './cloud/result';
export type * from './clusters/result';
export type * from './curves/result';
export type * from './evaluation/result';
export type * from './frame';
export type * from './law';
export type * from './provenance';
export type * from './sanity/result';
export type { Result } from './kinds';
export { specOf } from './provenance';
