/** The question of a map of points, where its run is kept, and how the points are drawn: what a cloud panel stores. */
import type { Question } from '../question/fields';

/** Files have full paths. If points were added to a map, `earlier` names its data. */
export type CloudQuestion = Question & Required<Pick<Question, 'input'>>;

/** What can change about a map of the same samples: everything but the data and the model. */
export type CloudForm = Omit<CloudQuestion, 'input' | 'model'>;

/** Where a run is kept. */
export interface KeptCloud {
  /** The workspace folder. */
  root: string;
  id: string;
}

/** How the points are drawn. */
export interface CloudLook {
  /** Id of the column that colours the points, '' for one colour. */
  colour: string;
  /** Diameter of a point in CSS pixels. */
  size: number;
  /** 0 to 1. */
  opacity: number;
  /** Names of the categories at their points. */
  labels: boolean;
  /** Pictures instead of points that are far enough apart. */
  pictures: boolean;
}

export const defaultLook: CloudLook = { colour: '', size: 6, opacity: 0.8, labels: true, pictures: true };

/** One map of a panel, and the run that keeps it. */
export interface CloudStep {
  question: CloudQuestion;
  run?: KeptCloud;
}

/**
 * What a panel stores for a reload of the window; the editor reopens it from the questions and runs. A film has several
 * steps, each a map of the same data: checkpoints, layers or methods.
 */
export interface CloudState extends CloudStep {
  look?: CloudLook;
  /** The steps after the first. */
  film?: CloudStep[];
  /** The step shown. */
  step?: number;
}
