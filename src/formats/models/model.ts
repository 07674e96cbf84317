/**
 * An open model: its files and structure, but not its weights. It has a graph, or weights alone and the reason why
 * there is no graph. Each model format is one file or folder beside this one; `open.ts` lists them.
 */
import type { Constant, Graph } from '../../graph/graph';
import { GraphError } from '../../shared/errors';

/** One of a model's files, as it was when opened. */
export interface ModelFile {
  path: string;
  bytes: number;
  /** Modification time, ms since 1970. */
  modified: number;
}

interface Opened {
  /** What the user names: a file or a folder. */
  path: string;
  /** `id` of its format. */
  format: string;
  /** The program that wrote it. */
  producer: string;
  metadata: Readonly<Record<string, string>>;
  /** All of them: the file itself, weights beside it, shards. The model stays valid while none has changed. */
  files: readonly ModelFile[];
}

/** What methods take. */
export interface Model extends Opened {
  graph: Graph;
}

/** Weights by name, in file order; `noGraph` is a sentence that says why nothing can be computed with them. */
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
  /** Whether it is of this format, judged by its first bytes and its name; a folder has no bytes. */
  match(head: Uint8Array, path: string): boolean;
  /** `files`: paths of those beside the named file, or in the named folder. Throws FormatError. */
  open(path: string): Promise<OpenedBy<Model> | OpenedBy<WeightsAlone>>;
}

type OpenedBy<Kind extends AnyModel> = Omit<Kind, 'path' | 'format' | 'files'> & { files?: readonly string[] };

/** The model, to compute with. Throws GraphError with the reason if there is no graph. */
export function withGraph(model: AnyModel): Model {
  if ('graph' in model) return model;
  throw new GraphError(`${model.path} has only weights: ${model.noGraph} They can be viewed, but nothing can be computed with them.`); // prettier-ignore
}

/** Weights of any model, by name. */
export function weightsOf(model: AnyModel): ReadonlyMap<string, Constant> {
  return 'graph' in model ? model.graph.initializers : model.weights;
}
