/** Starts the capacity panel; src/editor/panelHtml.ts makes its page, src/shared/api/capacity.ts has its requests. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { CapacityPanel } from './capacity';
import './capacity.css';

const panel = document.querySelector('netloupe-capacity');
if (panel instanceof CapacityPanel) panel.open(connectPage(acquireChannel()));
