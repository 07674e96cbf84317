/** Starts the capacity panel; the page is that of src/editor/panelHtml.ts, the messages are those of src/shared/capacity/panel.ts. */
import '../ui/controls';
import { acquireChannel, connect } from '../ui/host';
import { CapacityPanel } from './capacity';
import './capacity.css';

const panel = document.querySelector('netloupe-capacity');
if (panel instanceof CapacityPanel) panel.open(connect(acquireChannel()));
