/** Starts the clusters panel; the page is that of src/editor/panelHtml.ts, the messages are those of src/shared/clusters.ts. */
import '../ui/controls';
import { acquireChannel, connect } from '../ui/host';
import { ClustersPanel } from './clusters';
import './clusters.css';

const panel = document.querySelector('netloupe-clusters');
if (panel instanceof ClustersPanel) void panel.open(connect(acquireChannel()));
