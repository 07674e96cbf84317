/** Strategies of a network: samples of a class whose relevance maps are alike. */
import type { Float32Tensor, Tensor } from '../../tensor';
import type { Law } from '../law';
import type { PredictionProvenance } from '../provenance';

/** Samples of one class whose relevance maps are alike. Numbers are 0 to 1. */
export interface Cluster {
  /** Rows of the data, the most typical first. */
  samples: number[];
  /** Of the samples of the class. */
  share: number;
  /** Of the weight between a member and its neighbours, how much stays within the cluster. */
  isolation: number;
  /** The part of its positive relevance that lies where the rest of the class has none. */
  difference: number;
  /** How few places hold this part. */
  focus: number;
  /** isolation × difference × focus. */
  suspicion: number;
  suspicious: boolean;
  /** The share of its samples that lose their class when these places are filled with the mean of the rest, where that can be asked. */
  reliance?: number;
  /** In the shape of one of the class's maps. */
  meanMap: Float32Tensor;
}

/** How the samples of one class fall into clusters. */
export interface ClassClusters {
  /** Index of the class. */
  index: number;
  /** [n]: rows of the data. */
  samples: Int32Array;
  /** The smallest of the normalised Laplacian, ascending. */
  eigenvalues: Float64Array;
  /** Between the last eigenvalue that is counted to the clusters and the next. */
  eigengap: number;
  /** The most suspicious first. */
  clusters: Cluster[];
  /** [n]: place in `clusters`. */
  clusterOf: Int32Array;
  /** [n, 2]: a plane in which samples with like maps are near each other. */
  embedding: Float32Tensor;
  /** [n, rows, columns], or [n, numbers] for other data than pictures: signed, each of length 1. */
  maps: Float32Tensor;
  /** [n, rows, columns, 1 or 3] uint8: what the network was given, for pictures. */
  pictures?: Tensor;
}

/** What strategies a network has for each class, by the relevance maps of a data set. */
export interface ClustersResult {
  kind: 'clusters';
  /** Name of the value in the graph whose classes are explained. */
  value: string;
  classes: ClassClusters[];
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
