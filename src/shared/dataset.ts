/**
 * Data sets seen from outside: a number of samples of one shape, and what is known about each (labels, numbers, a small
 * picture, a file). They come from an array in a file, a folder of pictures, a table, or idx; `spec` is "FILE",
 * "FILE#ARRAY", "FILE#COLUMN,COLUMN" or "FOLDER".
 */
import type { Pooling } from './embedding';
import type { CallOptions } from './requests';
import type { DType, Float32Tensor } from './tensor';

export interface ColumnDescription {
  name: string;
  /** Judged by its type: whole numbers with more than a thousand different values count as numbers. */
  kind: Column['kind'];
  /** Whether it looks like the class label; the first such column colours a map by default. */
  label: boolean;
}

export interface DatasetDescription {
  /** Of the file or folder. */
  path: string;
  /** Id of the file's format, or "folder". */
  format: string;
  /** The array with the samples, if the file has arrays. */
  array?: string;
  /** N. */
  samples: number;
  /** Shape of one sample: [784], [1, 28, 28]; for a folder, of its first picture as [height, width, channels]. */
  shape: number[];
  dtype: DType;
  /** Whether {@link DatasetService.thumbnails} gives a picture of each sample. */
  pictures: boolean;
  /** Names of a sample's numbers, if they have any: a table's columns, an array's feature_names. */
  features?: string[];
  columns: ColumnDescription[];
  /** How it was read, one sentence each: the order of a folder's files, the file with the labels. */
  conventions: string[];
}

/** One fact about each sample. */
export type Column =
  /** `codes` [N] index `categories`; −1 for a missing value. */
  (
    | { name: string; kind: 'categories'; categories: string[]; codes: Int32Array }
    /** `values` [N]; NaN for a missing value. */
    | { name: string; kind: 'numbers'; values: Float32Array }
  ) & {
    /** A caveat about the column, one sentence: labels that are not among the model's classes. */
    remark?: string;
  };

export interface ColumnsRequest {
  /** The data set. */
  data: string;
  /** All of them if absent. */
  names?: string[];
}

export interface SamplesRequest {
  data: string;
  /** From 0, in any order. */
  indices: number[];
}

export interface ThumbnailsRequest extends SamplesRequest {
  /** Length of the longer side in pixels, at most 64. */
  size: number;
}

/** Pictures of equal size, one after the other, ready for an atlas. */
export interface Thumbnails {
  width: number;
  height: number;
  /** [indices.length × height × width × 4], opaque except for padding around pictures of other proportions. */
  rgba: Uint8Array;
}

export interface ModelColumnsRequest {
  model: string;
  data: string;
  /** Corrections to the guessed preprocessing of pictures. */
  preprocessing?: Record<string, unknown>;
  /** Column with the true class of each sample, for the loss; by default the first label column. */
  label?: string;
  device: string;
  memoryBudget: number;
}

export interface ActivationsRequest {
  model: string;
  data: string;
  /** Names of layers or of their outputs; computed in one pass. */
  layers: string[];
  pooling: Pooling;
  /** Corrections to the guessed preprocessing of pictures. */
  preprocessing?: Record<string, unknown>;
  device: string;
  memoryBudget: number;
  /**
   * Path of an .npz to which the rows are streamed, with the data's label columns; without it the answer holds them.
   */
  out?: string;
}

export interface ActivationsAnswer {
  /** In the requested order. */
  layers: { layer: string; shape: number[]; rows?: Float32Tensor }[];
  device: string;
  seconds: number;
  /** How the data was read and each layer pooled, one sentence each. */
  conventions: string[];
}

/** What the header of a data file says about its use as a model's input. */
export interface DataFit {
  /** "10 columns", "640 × 480 pixels", "samples of 28 × 28"; absent if the file cannot be read. */
  shape?: string;
  /** Why the model cannot take it: "has 300 columns, the model takes 10". */
  misfit?: string;
}

export interface DatasetService {
  /** Throws FormatError for a broken file, ArgumentError if nothing in it has samples. */
  describeDataset(data: string): Promise<DatasetDescription>;
  readColumns(request: ColumnsRequest): Promise<Column[]>;
  /** [indices.length, …]: the numbers of single samples, as stored in the file. */
  readSamples(request: SamplesRequest): Promise<Float32Tensor>;
  /** Throws ArgumentError for data other than pictures. */
  thumbnails(request: ThumbnailsRequest): Promise<Thumbnails>;
  /**
   * What a classifier predicts for each sample: "prediction" (categories, with the model's labels), "confidence" (the
   * probability of the predicted class), and with a label column "loss" (cross-entropy in nats) and "correct".
   * Probabilities are the softmax of the first output, or that output itself if the network ends in softmax.
   */
  modelColumns(request: ModelColumnsRequest, options?: CallOptions): Promise<Column[]>;
  /**
   * Activations of layers over the data, [N, D] for each layer. Throws ArgumentError for an unknown layer, with the
   * nearest names.
   */
  activations(request: ActivationsRequest, options?: CallOptions): Promise<ActivationsAnswer>;
}
