/**
 * Results on their way: the unfinished form of each kind that has one. A method that gives such a kind can show frames while it runs, and
 * whoever asked for the run sees them with the kind they are of.
 */
import type { LayoutFrame } from '../embedding';

/** By kind; a kind that is absent is only seen when it is done. */
export interface Frames {
  cloud: LayoutFrame;
}

export type Frame = { [K in keyof Frames]: { kind: K } & Frames[K] }[keyof Frames];
