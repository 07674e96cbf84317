/** Starts the clusters panel; src/editor/panelHtml.ts makes its page, src/shared/api/clusters.ts has its requests. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { ClustersPanel } from './clusters';
import './clusters.css';

const panel = document.querySelector('netloupe-clusters');
if (panel instanceof ClustersPanel) void panel.open(connectPage(acquireChannel()));
