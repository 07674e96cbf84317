/**
 * A glance at a file or at one layer's weights: numbers and a small picture, made in the compute process for a hover.
 */
import type { MapId } from './picture/diverging';
import type { DType, Shape } from './tensor';

/** Over the finite numbers of an array; the population standard deviation. */
export interface Statistics {
  /** All numbers, finite or not. */
  count: number;
  /** How many are NaN or infinite. */
  nonFinite: number;
  mean: number;
  deviation: number;
  min: number;
  max: number;
  /** Share of exact zeros, 0 to 1. */
  zeros: number;
}

/** A PNG small enough to embed in a text: at most {@link largestPicture} bytes. */
export interface SmallPicture {
  png: Uint8Array;
  width: number;
  height: number;
  /** What it shows, which part of it, and what the colours mean: one sentence. */
  caption: string;
}

/** 88 kB as base64; the editor cuts a hover's text after 100,000 characters. */
export const largestPicture = 66_000;

export interface WeightsRequest {
  model: string;
  /** The layer's output, as in LayerDescription. */
  layer: string;
  /** Whether the colours suit a light or a dark theme. */
  colours: MapId;
}

export interface WeightsDescription {
  /** Name of the trained tensor. */
  name: string;
  dtype: DType;
  statistics: Statistics;
  picture: SmallPicture;
}

export interface FileRequest {
  path: string;
  /** One of its arrays; by default the one that stands out, or the largest. */
  array?: string;
  colours: MapId;
}

/** A data file: its contents, and numbers and a picture of one of its arrays. */
export interface FileDescription {
  path: string;
  format: string;
  bytes: number;
  arrays: { name: string; dtype: DType; shape: Shape }[];
  /** Arrays that cannot be read, with the reason. */
  unreadable: { name: string; reason: string }[];
  /** Names of the columns of a table. */
  columns?: string[];
  /** The array shown; absent if none is numeric, or it is too large for a glance. */
  shown?: { name: string; statistics: Statistics };
  picture?: SmallPicture;
}
