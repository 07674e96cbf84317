/**
 * What the page of the cloud panel asks of the editor, and what the editor tells it. A panel shows one map or the steps of a film; requests
 * about a map give its step, counted from 0. The editor owns runs and results, which outlive the page; the page owns how they are looked at, and
 * asks for what it shows: columns, pictures and rows of the samples.
 */
import type { CloudForm, CloudQuestion, CloudStep, KeptCloud } from '../cloud/question';
import type { Column, DatasetDescription, SamplesRequest, Thumbnails, ThumbnailsRequest } from '../dataset';
import type { MethodDescription } from '../description';
import type { LayoutFrame, Steer } from '../embedding';
import type { ErrorData } from '../errors';
import type { LiveOptions } from '../requests';
import type { CloudResult } from '../results';
import { room } from '../rpc';
import type { Float32Tensor } from '../tensor';

/** What the page starts from. */
export interface CloudSetup {
  /** In their order; `title` is what tells one apart from the others. */
  steps: (CloudStep & { title: string })[];
  /** What is chosen in other clouds of the same data. */
  link?: CloudLink;
}

/** How a map stands in the editor. */
export interface CloudMap {
  /** Of the map that is there, else of the one that was asked for. */
  question: CloudQuestion;
  /** What was asked for last: done, on its way, or failed. */
  asked: CloudForm;
  /** "embedding of digits.onnx · digits.npz" */
  title: string;
  /** Of the method. */
  methodTitle: string;
  /** The run that keeps the map. */
  run?: KeptCloud;
  /** Why there is no run. */
  notKept?: string;
  result?: CloudResult;
  /** Whether the panel showed another map before, which it can go back to. */
  hasEarlier: boolean;
  /** Whether another is under way. */
  isRunning: boolean;
  paused: boolean;
  /** Why what was asked for is not there; without one, and without a result, the page asks for it. */
  error?: ErrorData;
}

/** The samples behind the points; `columns` are those that need no network. */
export interface CloudData {
  description: DatasetDescription;
  columns: Column[];
}

/** What the form of a map is made of. */
export interface CloudChoices {
  /** Those that lay out points. */
  methods: MethodDescription[];
  /** 'auto', and the ids of those that are there. */
  devices: string[];
  /** Of the model, in its order; only where there is one. */
  layers?: { output: string; title: string }[];
}

/** What clouds of the same data share, however each lays it out: layers side by side, checkpoints, methods. */
export interface CloudLink {
  /** Chosen samples, ascending. */
  selected: readonly number[];
  /** The sample under the pointer, -1 for none. */
  hovered: number;
  /** Id of the column that colours the points, where a person has chosen one. */
  colour?: string;
}

/** What is done with chosen samples. */
export interface SelectionRequest {
  kind: 'explain' | 'rows' | 'files' | 'save' | 'open';
  /** Rows of the data, ascending. */
  indices: number[];
}

/** Pictures come drawn; the editor makes everything else from the result and the columns. */
export type CloudExport =
  | { kind: 'png'; name: string; bytes: Uint8Array }
  | { kind: 'svg'; name: string; text: string }
  | { kind: 'npz' | 'csv' | 'projector' | 'film' | 'cli' | 'experiment' };

export type OfStep<Request> = Request & { step: number };

export interface CloudEditor {
  ready(): Promise<CloudSetup>;
  map(step: number): Promise<CloudMap>;
  /**
   * Joins the run under way or begins one; another form replaces it. It goes on when its page is closed. Resolves once it is over, also where it
   * failed: a map that was there stays until its successor has come, and can be gone back to.
   */
  settle(request: OfStep<{ form?: CloudForm }>, options?: LiveOptions<LayoutFrame, Steer>): Promise<CloudMap>;
  /** To the map before this one. */
  back(step: number): Promise<CloudMap>;
  /** What the model says of each sample; empty where there is no model. */
  modelColumns(step: number): Promise<Column[]>;
  /** Asks for other data, and shows them in this map in a panel of their own. */
  addPoints(step: number): Promise<void>;
  /** What was done; '' if the person cancels. */
  useSelection(request: OfStep<SelectionRequest>): Promise<string>;
  /** Where it was saved, or the command line that was copied; '' if the person cancels. */
  export(request: OfStep<CloudExport>): Promise<string>;
  choices(): Promise<CloudChoices>;
  data(): Promise<CloudData>;
  thumbnails(request: Omit<ThumbnailsRequest, 'data'>): Promise<Thumbnails>;
  samples(request: Omit<SamplesRequest, 'data'>): Promise<Float32Tensor>;
  /** Shows in other clouds of the same data what is chosen here. */
  link(link: CloudLink): Promise<void>;
}

/** What the editor tells the page. */
export interface CloudPage {
  /** What was chosen in another cloud of the same data. */
  link(link: CloudLink): void;
}

export const cloudEditor = room<CloudEditor>('cloud');
export const cloudPage = room<CloudPage>('cloudPage');
