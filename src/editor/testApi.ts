/** What `activate` gives to the tests in a real VS Code, and to nobody else. */
import type { KernelClient } from '../kernel/client';
import type { CloudFeature } from './cloud';
import type { ExperimentsFeature } from './experiments';
import type { ExplainPanels } from './explain/panels';
import type { ModelTree } from './models/modelTree';

export interface TestApi {
  kernel: KernelClient;
  models: ModelTree;
  panels: ExplainPanels;
  clouds: CloudFeature;
  experiments: ExperimentsFeature;
}
