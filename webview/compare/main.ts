/** Starts the compare panel; src/editor/panelHtml.ts makes its page, src/shared/api/compare.ts has its requests. */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { ComparePanel } from './compare';
import './compare.css';

const panel = document.querySelector('netloupe-compare');
if (panel instanceof ComparePanel) void panel.open(connectPage(acquireChannel()));
