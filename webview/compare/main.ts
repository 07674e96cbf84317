/** Starts the compare panel; the page is that of src/editor/panelHtml.ts, the messages are those of src/shared/compare.ts. */
import '../ui/controls';
import { acquireChannel, connect } from '../ui/host';
import { ComparePanel } from './compare';
import './compare.css';

const panel = document.querySelector('netloupe-compare');
if (panel instanceof ComparePanel) void panel.open(connect(acquireChannel()));
