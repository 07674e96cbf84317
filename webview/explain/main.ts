/** Starts the page of the explain panel; what it asks of the editor is in src/shared/api/explain.ts. */
import { startPage } from '../ui/page';
import { ExplainPanel } from './explain';

startPage(ExplainPanel);
