/** Starts the capacity panel; the page is that of src/editor/panelHtml.ts, what it asks is in src/shared/api/capacity.ts. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { CapacityPanel } from './capacity';
import './capacity.css';

const panel = document.querySelector('netloupe-capacity');
if (panel instanceof CapacityPanel) panel.open(connectPage(acquireChannel()));
