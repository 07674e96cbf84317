/** Starts the vectors panel; the page is that of src/editor/panelHtml.ts, what it asks is in src/shared/api/vectors.ts. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { VectorsPanel } from './vectors';
import './vectors.css';

const panel = document.querySelector('netloupe-vectors');
if (panel instanceof VectorsPanel) panel.open(connectPage(acquireChannel()));
