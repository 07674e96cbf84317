/** Starts the vectors panel; src/editor/panelHtml.ts makes its page, src/shared/api/vectors.ts has its requests. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { VectorsPanel } from './vectors';
import './vectors.css';

const panel = document.querySelector('netloupe-vectors');
if (panel instanceof VectorsPanel) panel.open(connectPage(acquireChannel()));
