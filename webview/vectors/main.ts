/** Starts the vectors panel; the page is that of src/editor/panelHtml.ts, the messages are those of src/shared/vectors/panel.ts. */
import '../ui/controls';
import { acquireChannel, connect } from '../ui/host';
import { VectorsPanel } from './vectors';
import './vectors.css';

const panel = document.querySelector('netloupe-vectors');
if (panel instanceof VectorsPanel) panel.open(connect(acquireChannel()));
