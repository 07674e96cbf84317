/** Starts the clusters panel; the page is that of src/editor/panelHtml.ts, what it asks is in src/shared/api/clusters.ts. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { ClustersPanel } from './clusters';
import './clusters.css';

const panel = document.querySelector('netloupe-clusters');
if (panel instanceof ClustersPanel) void panel.open(connectPage(acquireChannel()));
