/** The model files of the workspace. */
import { globOf, modelExtensions } from '../fileTypes';
import { WorkspaceFiles } from '../workspaceFiles';

export { maximumFiles } from '../workspaceFiles';

export class ModelFiles extends WorkspaceFiles {
  constructor() {
    super(globOf(modelExtensions));
  }
}
