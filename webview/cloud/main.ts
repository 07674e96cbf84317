/** Starts the cloud panel; src/editor/page/html.ts makes its page, src/shared/api/cloud.ts has its requests. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import './cloud.css';
import { CloudPanel } from './cloud';

const panel = document.querySelector('netloupe-cloud');
if (panel instanceof CloudPanel) void panel.open(connectPage(acquireChannel()));
