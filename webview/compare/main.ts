/** Starts the page of the compare panel; what it asks of the editor is in src/shared/api/compare.ts. */
import { startPage } from '../ui/page';
import { ComparePanel } from './compare';

startPage(ComparePanel);
