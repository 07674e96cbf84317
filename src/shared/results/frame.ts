/**
 * Unfinished results, for each kind that has them. A method that gives such a kind can show frames while it runs,
 * tagged with the kind.
 */
import type { LayoutFrame } from '../embedding';

/** By kind; an absent kind is shown only when done. */
export interface Frames {
  cloud: LayoutFrame;
}

export type Frame = { [K in keyof Frames]: { kind: K } & Frames[K] }[keyof Frames];
