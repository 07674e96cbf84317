/** Starts the cloud panel; the page is that of src/editor/panelHtml.ts, what it asks of the editor is src/shared/api/cloud.ts. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import './cloud.css';
import { CloudPanel } from './cloud';

const panel = document.querySelector('netloupe-cloud');
if (panel instanceof CloudPanel) void panel.open(connectPage(acquireChannel()));
