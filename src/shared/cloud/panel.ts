/**
 * Messages between the cloud panel and the editor. The editor owns the run and its result, which stay while the page comes and
 * goes; the page owns how they are looked at, and asks for what it shows: columns, pictures and rows of the samples.
 */
import type { Column, DatasetDescription, SamplesRequest } from '../dataset';
import type { MethodDescription } from '../description';
import type { LayoutFrame } from '../embedding';
import type { ErrorData } from '../errors';
import type { Question } from '../question/fields';
import type { CloudResult } from '../results';
import type { FilmStep } from './film';

/** What a cloud is of, and how it is laid out; files with their full paths. Where points were added to a map, `earlier` says its data. */
export type CloudQuestion = Question & Required<Pick<Question, 'input'>>;

/** What can be set about a map of the same samples: all but the data and the model. */
export type CloudForm = Omit<CloudQuestion, 'input' | 'model'>;

/** What the form is made of. */
export interface CloudChoices {
  /** Those that lay out points. */
  methods: MethodDescription[];
  /** 'auto', and the ids of those that are there. */
  devices: string[];
  /** Of the model, in its order; only where there is one. */
  layers?: { output: string; title: string }[];
}

/** Where a run is kept. */
export interface KeptCloud {
  /** The workspace folder. */
  root: string;
  id: string;
}

/** How the points are drawn. */
export interface CloudLook {
  /** Name of the column that colours the points, '' for one colour. */
  colour: string;
  /** Diameter of a point in pixels of style sheets. */
  size: number;
  /** 0 to 1. */
  opacity: number;
  /** Names of the categories where their points lie. */
  labels: boolean;
  /** Pictures in place of points that are far enough apart. */
  pictures: boolean;
}

export const defaultLook: CloudLook = { colour: '', size: 6, opacity: 0.8, labels: true, pictures: true };

/** What clouds of the same data share, however each lays it out: layers side by side, checkpoints, methods. */
export interface CloudLink {
  /** Chosen samples, ascending. */
  selected: readonly number[];
  /** The sample under the pointer, -1 for none. */
  hovered: number;
  /** Name of the column that colours the points, where a person has chosen one. */
  colour?: string;
}

/** What the panel keeps for a reload of the window; the editor opens it again from `question` and `run`. */
export interface CloudState {
  question: CloudQuestion;
  run?: KeptCloud;
  look?: CloudLook;
  /** Of a film: the steps after the first, and the one that is shown. */
  film?: FilmStep[];
  step?: number;
}

/** How things stand in the editor. */
export interface CloudSetup {
  /** Of the map that is there, else of the one that is asked for. */
  question: CloudQuestion;
  /** What was asked for last: on its way, or failed. */
  asked: CloudForm;
  /** "digits.npz · embedding of digits.onnx" */
  title: string;
  /** Of the method. */
  methodTitle: string;
  /** The run that keeps the map. */
  run?: KeptCloud;
  /** Why there is no run. */
  notKept?: string;
  /** A map that is there already. */
  result?: CloudResult;
  /** Whether this panel showed another map before, which it can go back to. */
  hasEarlier: boolean;
  /** Whether another is under way. */
  isRunning: boolean;
  /** The last that was seen of a map under way. */
  frame?: LayoutFrame;
  paused?: boolean;
  /** Why the map that was asked for is not there; without one, and without a result, the page asks for it. */
  error?: ErrorData;
  /** What is chosen in other clouds of the same data. */
  link?: CloudLink;
  /** All steps of a film, with the first step's answer. */
  film?: (FilmStep & { title: string })[];
}

/** The samples behind the points; `columns` are those that need no network. */
export interface CloudData {
  description: DatasetDescription;
  columns: Column[];
}

/** What is done with chosen samples. */
export interface SelectionRequest {
  kind: 'explain' | 'rows' | 'files' | 'save' | 'open';
  /** Rows of the data, ascending. */
  indices: number[];
}

/** Pictures come drawn; everything else is made of the result and the columns by the editor. */
export type CloudExport =
  | { kind: 'png'; name: string; bytes: Uint8Array }
  | { kind: 'svg'; name: string; text: string }
  | { kind: 'npz' | 'csv' | 'projector' | 'film' | 'cli' | 'experiment' };

export type { SamplesRequest };

/** Method names of the wire. panel → editor: requests, but for `steer`; editor → panel: notifications. */
export const cloudMessages = {
  /** request () → CloudSetup */
  ready: 'cloud/ready',
  /**
   * request (CloudForm | null) → CloudSetup once it is over: joins the run under way, or begins one; with another form, in place of it.
   * A map that is there stays until its successor has come, and can be gone back to. Cancellable through the protocol's own cancellation.
   */
  settle: 'cloud/settle',
  /** request () → CloudSetup: the map before this one. */
  back: 'cloud/back',
  /** request () → CloudChoices */
  choices: 'cloud/choices',
  /** request () → CloudData */
  data: 'cloud/data',
  /** request () → Column[]: what the model says of each sample; only where there is a model. */
  modelColumns: 'cloud/modelColumns',
  /** request (Omit<ThumbnailsRequest, 'data'>) → Thumbnails */
  thumbnails: 'cloud/thumbnails',
  /** request (Omit<SamplesRequest, 'data'>) → Float32Tensor */
  samples: 'cloud/samples',
  /** request (SelectionRequest) → string: what was done, or '' if cancelled. */
  selection: 'cloud/selection',
  /** request (CloudExport) → string: where it was saved, the command line that was copied, or '' if cancelled. */
  export: 'cloud/export',
  /** request () → string: '': asks for other data, and shows them in this map in a panel of their own. */
  addPoints: 'cloud/addPoints',
  /** notification (Steer), panel → editor */
  steer: 'cloud/steer',
  /** notification (LayoutFrame); the next one comes when this one is taken. */
  frame: 'cloud/frame',
  /** notification (), panel → editor */
  frameTaken: 'cloud/frameTaken',
  /** notification (CloudLink), both ways: what is chosen here, and what in another cloud of the same data. */
  link: 'cloud/link',
  /** notification (Progress) */
  progress: 'cloud/progress',
} as const;
