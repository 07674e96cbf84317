/** What `activate` returns to the tests in a real VS Code, and to nobody else. */
import type { KernelClient } from '../kernel/client';
import type { Features } from './features';
import type { ModelTree } from './models/modelTree';

export interface TestApi extends Omit<Features, 'dispose'> {
  kernel: KernelClient;
  models: ModelTree;
}
