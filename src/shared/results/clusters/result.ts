/** Strategies of a network: samples of a class with similar relevance maps. */
import type { Float32Tensor, Tensor } from '../../tensor';
import type { Law } from '../law';
import type { PredictionProvenance } from '../provenance';

/** Samples of one class with similar relevance maps. Numbers are 0 to 1. */
export interface Cluster {
  /** Rows of the data, the most typical first. */
  samples: number[];
  /** Share of the class's samples. */
  share: number;
  /** Share of the weight between members and their neighbours that stays within the cluster. */
  isolation: number;
  /** Share of its positive relevance that lies where the rest of the class has none. */
  difference: number;
  /** How few places hold this share. */
  focus: number;
  /** isolation × difference × focus. */
  suspicion: number;
  suspicious: boolean;
  /**
   * Share of its samples that lose their class when these places are filled with the mean of the rest, if that can be
   * tested.
   */
  reliance?: number;
  /** In the shape of one of the class's maps. */
  meanMap: Float32Tensor;
}

/** How the samples of one class form clusters. */
export interface ClassClusters {
  /** Index of the class. */
  index: number;
  /** [n]: rows of the data. */
  samples: Int32Array;
  /** The smallest eigenvalues of the normalised Laplacian, ascending. */
  eigenvalues: Float64Array;
  /** Gap between the last eigenvalue that counts as a cluster and the next. */
  eigengap: number;
  /** The most suspicious first. */
  clusters: Cluster[];
  /** [n]: index into `clusters`. */
  clusterOf: Int32Array;
  /** [n, 2]: a plane in which samples with similar maps are near each other. */
  embedding: Float32Tensor;
  /** [n, rows, columns], or [n, numbers] for data other than pictures: signed, each of length 1. */
  maps: Float32Tensor;
  /** [n, rows, columns, 1 or 3] uint8: what the network received, for pictures. */
  pictures?: Tensor;
}

/** A network's strategies for each class, found in the relevance maps of a data set. */
export interface ClustersResult {
  kind: 'clusters';
  /** Name of the output whose classes are explained. */
  value: string;
  classes: ClassClusters[];
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
