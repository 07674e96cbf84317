/** Starts the page of the clusters panel; what it asks of the editor is in src/shared/api/clusters.ts. */
import { startPage } from '../ui/page';
import { ClustersPanel } from './clusters';

startPage(ClustersPanel);
