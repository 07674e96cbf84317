/**
 * What the page of the cloud panel asks of the editor, and what the editor tells it. A panel shows one map or the steps
 * of a film; requests about a map give its step, counted from 0. The editor owns runs and results, which outlive the
 * page; the page owns the view, and requests what it shows: columns, pictures and rows of the samples.
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
  /** In order; `title` tells one apart from the others. */
  steps: (CloudStep & { title: string })[];
  /** The selection in other clouds of the same data. */
  link?: CloudLink;
}

/** The state of a map in the editor. */
export interface CloudMap {
  /** Of the shown map, else of the requested one. */
  question: CloudQuestion;
  /** The last request: done, running, or failed. */
  asked: CloudForm;
  /** "embedding of digits.onnx · digits.npz" */
  title: string;
  /** Of the method. */
  methodTitle: string;
  /** The commands that the method of `asked` takes while it runs. */
  commands: readonly string[];
  /** Whether points can be added to the map. */
  takesPoints: boolean;
  /** The run that keeps the map. */
  run?: KeptCloud;
  /** Why there is no run. */
  notKept?: string;
  result?: CloudResult;
  /** Whether the panel showed another map before, to which it can return. */
  hasEarlier: boolean;
  /** Whether another is running. */
  isRunning: boolean;
  paused: boolean;
  /** Why the request has no result; without this and without a result, the page requests it. */
  error?: ErrorData;
}

/** The samples behind the points; `columns` are those that need no network. */
export interface CloudData {
  description: DatasetDescription;
  columns: Column[];
}

/** The choices in the form of a map. */
export interface CloudChoices {
  /** Those that lay out points. */
  methods: MethodDescription[];
  /** 'auto', and the ids of available devices. */
  devices: string[];
  /** Of the model, in its order; absent without a model. */
  layers?: { output: string; title: string }[];
}

/** What clouds of the same data share, however each lays it out: layers side by side, checkpoints, methods. */
export interface CloudLink {
  /** Selected samples, ascending. */
  selected: readonly number[];
  /** The sample under the pointer, -1 for none. */
  hovered: number;
  /** Id of the column that colours the points, if the user has chosen one. */
  colour?: string;
}

/** Actions on selected samples. */
export interface SelectionRequest {
  kind: 'explain' | 'rows' | 'files' | 'save' | 'open';
  /** Rows of the data, ascending. */
  indices: number[];
}

/** Pictures arrive drawn; the editor makes everything else from the result and the columns. */
export type CloudExport =
  | { kind: 'png'; name: string; bytes: Uint8Array }
  | { kind: 'svg'; name: string; text: string }
  | { kind: 'npz' | 'csv' | 'projector' | 'film' | 'cli' | 'experiment' };

export type OfStep<Request> = Request & { step: number };

export interface CloudEditor {
  ready(): Promise<CloudSetup>;
  map(step: number): Promise<CloudMap>;
  /**
   * Joins the run in progress or starts one; another form replaces it. It goes on when its page closes. Resolves once
   * it is over, even if it failed: the previous map stays until its successor arrives, and remains reachable.
   */
  settle(request: OfStep<{ form?: CloudForm }>, options?: LiveOptions<LayoutFrame, Steer>): Promise<CloudMap>;
  /** Back to the previous map. */
  back(step: number): Promise<CloudMap>;
  /** The model's predictions for each sample; empty without a model. */
  modelColumns(step: number): Promise<Column[]>;
  /** Asks for other data, and shows them in this map in a new panel. */
  addPoints(step: number): Promise<void>;
  /** What was done; '' if the user cancels. */
  useSelection(request: OfStep<SelectionRequest>): Promise<string>;
  /** Where it was saved, or the command line that was copied; '' if the user cancels. */
  export(request: OfStep<CloudExport>): Promise<string>;
  choices(): Promise<CloudChoices>;
  data(): Promise<CloudData>;
  thumbnails(request: Omit<ThumbnailsRequest, 'data'>): Promise<Thumbnails>;
  samples(request: Omit<SamplesRequest, 'data'>): Promise<Float32Tensor>;
  /** Shows this selection in other clouds of the same data. */
  link(link: CloudLink): Promise<void>;
}

/** What the editor tells the page. */
export interface CloudPage {
  /** The selection in another cloud of the same data. */
  link(link: CloudLink): void;
}

export const cloudEditor = room<CloudEditor>('cloud');
export const cloudPage = room<CloudPage>('cloudPage');
