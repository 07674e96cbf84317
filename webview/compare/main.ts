/** Starts the compare panel; the page is that of src/editor/panelHtml.ts, what it asks is in src/shared/api/compare.ts. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { ComparePanel } from './compare';
import './compare.css';

const panel = document.querySelector('netloupe-compare');
if (panel instanceof ComparePanel) void panel.open(connectPage(acquireChannel()));
