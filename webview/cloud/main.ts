/** Starts the cloud panel; the page is that of src/editor/panelHtml.ts, the messages are those of src/shared/cloud/panel.ts. */
import '../ui/controls';
import { acquireChannel, connect } from '../ui/host';
import './cloud.css';
import { CloudPanel } from './cloud';

const panel = document.querySelector('netloupe-cloud');
if (panel instanceof CloudPanel) void panel.open(connect(acquireChannel()));
