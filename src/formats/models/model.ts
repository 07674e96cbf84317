/**
 * A model, opened: its files and structure at once, its weights never. It has a graph, or weights alone and the reason why there is no
 * graph. Each model format is one file or folder beside this one; `open.ts` lists them.
 */
import type { Constant, Graph } from '../../graph/graph';
import { GraphError } from '../../shared/errors';

/** One of the files that a model is made of, as it was when it was opened. */
export interface ModelFile {
  path: string;
  bytes: number;
  /** Time of the last change, ms since 1970. */
  modified: number;
}

interface Opened {
  /** What a person names: a file or a folder. */
  path: string;
  /** `id` of its format. */
  format: string;
  /** Who wrote it. */
  producer: string;
  metadata: Readonly<Record<string, string>>;
  /** All of them: the file itself, weights beside it, shards. The model is the one that was opened while none has changed. */
  files: readonly ModelFile[];
}

/** What methods take. */
export interface Model extends Opened {
  graph: Graph;
}

/** Weights by name, in the order of the file; `noGraph` is a sentence about why nothing can be computed with them. */
export interface WeightsAlone extends Opened {
  weights: ReadonlyMap<string, Constant>;
  noGraph: string;
}

export type AnyModel = Model | WeightsAlone;

export interface ModelFormat {
  id: string;
  title: string;
  /** Lower case, with the dot. */
  extensions: readonly string[];
  /** Whether it is of this format, told from its first bytes and its name; the bytes of a folder are none. */
  match(head: Uint8Array, path: string): boolean;
  /** `files`: paths of those beside the one named, or in the folder named. Throws FormatError. */
  open(path: string): Promise<OpenedBy<Model> | OpenedBy<WeightsAlone>>;
}

type OpenedBy<Kind extends AnyModel> = Omit<Kind, 'path' | 'format' | 'files'> & { files?: readonly string[] };

/** The model, to compute with. Throws GraphError with the reason where there is no graph. */
export function withGraph(model: AnyModel): Model {
  if ('graph' in model) return model;
  throw new GraphError(`${model.path} has weights alone: ${model.noGraph} They can be listed and looked at; nothing can be computed.`); // prettier-ignore
}

/** Named weights of any model. */
export function weightsOf(model: AnyModel): ReadonlyMap<string, Constant> {
  return 'graph' in model ? model.graph.initializers : model.weights;
}
