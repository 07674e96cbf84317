/** Starts the page of the cloud panel; what it asks of the editor is in src/shared/api/cloud.ts. */
import { startPage } from '../ui/page';
import { CloudPanel } from './cloud';

startPage(CloudPanel);
