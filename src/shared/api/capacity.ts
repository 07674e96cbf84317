/**
 * What the capacity panel's page asks of the editor. The page itself computes the exact table and the theoretical
 * curves; it asks for whatever takes long.
 */
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../capacity/requests';
import type { MethodDescription } from '../description';
import type { CallOptions } from '../requests';
import type { CurvesResult } from '../results';
import { room } from '../rpc';
import type { SaveRequest } from './save';

/** Settings of the measured experiment. */
export interface MeasureForm {
  /** Parameters of the method that differ from the defaults. */
  parameters: Record<string, unknown>;
  seed: number;
}

/** Where a run is kept: its workspace folder and id. */
export interface KeptRun {
  root: string;
  id: string;
}

export interface Measurement {
  form: MeasureForm;
  result: CurvesResult;
  run?: KeptRun;
  /** Why it is not kept, in one sentence. */
  notKept?: string;
}

/** What the page starts from. */
export interface CapacitySetup {
  method: MethodDescription;
  /** A finished result, e.g. after the panel was hidden or the window reloaded. */
  measurement?: Measurement;
  /** The measurement in progress: a request for the same form joins it. */
  measuring?: MeasureForm;
}

/** Points from an array file. */
export interface PointFile {
  /** "points.npz#train" */
  name: string;
  points: number[][];
}

/** The part of the panel's state (setState) that the editor reads to reopen the panel. */
export interface CapacityState {
  run?: KeptRun;
}

export interface CapacityEditor {
  ready(): Promise<CapacitySetup>;
  count(set: PointSet, options?: CallOptions): Promise<LabelingCount>;
  separate(request: SeparationRequest, options?: CallOptions): Promise<Separation>;
  solve(request: HiddenLayerRequest, options?: CallOptions): Promise<HiddenLayerSolution>;
  /** Joins a running measurement of the same form, which goes on when its page closes. */
  measure(form: MeasureForm, options?: CallOptions): Promise<Measurement>;
  /** Points from a file the user picks; null if they cancel. */
  openPoints(): Promise<PointFile | null>;
  /** Where it was saved; '' if the user cancels. */
  save(request: SaveRequest): Promise<string>;
  /** Copies to the clipboard. */
  copy(text: string): Promise<void>;
}

export const capacityEditor = room<CapacityEditor>('capacity');
