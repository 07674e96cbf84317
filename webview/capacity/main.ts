/** Starts the page of the capacity panel; what it asks of the editor is in src/shared/api/capacity.ts. */
import { startPage } from '../ui/page';
import { CapacityPanel } from './capacity';

startPage(CapacityPanel);
