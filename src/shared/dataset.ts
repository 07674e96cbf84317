/**
 * Data sets seen from outside: so many samples of one shape, and what is known of each (labels, numbers, a small picture, a file).
 * They come from an array of a file, a folder of pictures, a table, or idx; `spec` is "FILE", "FILE#ARRAY", "FILE#COLUMN,COLUMN" or "FOLDER".
 */
import type { Pooling } from './embedding';
import type { CallOptions } from './requests';
import type { DType, Float32Tensor } from './tensor';

export interface ColumnDescription {
  name: string;
  /** As far as its type tells: whole numbers of more than a thousand different values come as numbers. */
  kind: Column['kind'];
  /** Whether it tells the classes apart, as far as can be told from outside; the first such column colours a map by default. */
  label: boolean;
}

export interface DatasetDescription {
  /** Of the file or folder. */
  path: string;
  /** Id of the file's format, or "folder". */
  format: string;
  /** The array that the samples are in, where the file has arrays. */
  array?: string;
  /** N. */
  samples: number;
  /** Of one sample: [784], [1, 28, 28]; for a folder, of its first picture as [height, width, channels]. */
  shape: number[];
  dtype: DType;
  /** Whether {@link DatasetService.thumbnails} has a picture of each sample. */
  pictures: boolean;
  /** Names of the numbers of a sample, where they have any: a table's columns, an array's feature_names. */
  features?: string[];
  columns: ColumnDescription[];
  /** How it was read, a sentence each: the order of a folder's files, which file the labels are from. */
  conventions: string[];
}

/** One fact of each sample. */
export type Column =
  /** `codes` [N] index `categories`; −1 where there is none. */
  (
    | { name: string; kind: 'categories'; categories: string[]; codes: Int32Array }
    /** `values` [N]; NaN where there is none. */
    | { name: string; kind: 'numbers'; values: Float32Array }
  ) & {
    /** What a reader must know of it, a sentence: labels that are none of the model's classes. */
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
  /** Pixels of the longer side, at most 64. */
  size: number;
}

/** Pictures of equal size one after the other, so that they can be laid into an atlas. */
export interface Thumbnails {
  width: number;
  height: number;
  /** [indices.length × height × width × 4], opaque except around pictures of other proportions. */
  rgba: Uint8Array;
}

export interface ModelColumnsRequest {
  model: string;
  data: string;
  /** Corrections of the guessed preprocessing, for pictures. */
  preprocessing?: Record<string, unknown>;
  /** Column with the right class of each sample, for the loss; the first label column if absent. */
  label?: string;
  device: string;
  memoryBudget: number;
}

export interface ActivationsRequest {
  model: string;
  data: string;
  /** Names of layers or of the values they make; computed in one pass. */
  layers: string[];
  pooling: Pooling;
  /** Corrections of the guessed preprocessing, for pictures. */
  preprocessing?: Record<string, unknown>;
  device: string;
  memoryBudget: number;
  /** Path of an .npz that the rows are written to as they come, with the data's label columns; without it they are in the answer. */
  out?: string;
}

export interface ActivationsAnswer {
  /** In the order asked for. */
  layers: { layer: string; shape: number[]; rows?: Float32Tensor }[];
  device: string;
  seconds: number;
  /** How the data was read and each layer pooled, a sentence each. */
  conventions: string[];
}

/** What the headers of a data file say of it as input of a model. */
export interface DataFit {
  /** "10 columns", "640 × 480 pixels", "samples of 28 × 28"; absent where the file cannot be read. */
  shape?: string;
  /** Why the model does not take it: "has 300 columns, the model takes 10". */
  misfit?: string;
}

export interface DatasetService {
  /** Throws FormatError for a broken file, ArgumentError where nothing in it has samples. */
  describeDataset(data: string): Promise<DatasetDescription>;
  readColumns(request: ColumnsRequest): Promise<Column[]>;
  /** [indices.length, …]: the numbers of single samples as they are in the file. */
  readSamples(request: SamplesRequest): Promise<Float32Tensor>;
  /** Throws ArgumentError for data that is no pictures. */
  thumbnails(request: ThumbnailsRequest): Promise<Thumbnails>;
  /**
   * What a classifier says of each sample: "prediction" (categories, with the model's labels), "confidence" (the probability of the
   * predicted class), and with a label column "loss" (cross-entropy in nats) and "correct". Probabilities are the softmax of the first
   * output, or that output itself where the network ends in one.
   */
  modelColumns(request: ModelColumnsRequest, options?: CallOptions): Promise<Column[]>;
  /** What layers answer to each sample, [N, D] for each layer. Throws ArgumentError for an unknown layer, with the nearest names. */
  activations(request: ActivationsRequest, options?: CallOptions): Promise<ActivationsAnswer>;
}
