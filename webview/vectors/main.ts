/** Starts the page of the vectors panel; what it asks of the editor is in src/shared/api/vectors.ts. */
import { startPage } from '../ui/page';
import { VectorsPanel } from './vectors';

startPage(VectorsPanel);
