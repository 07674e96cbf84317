/**
 * Starts the explain panel. The page that the editor writes must be, with its own nonce-free policy
 * `default-src 'none'; script-src SELF; style-src SELF; font-src SELF; img-src SELF data: blob:`:
 *
 *     <meta charset="utf-8">
 *     <link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet">
 *     <link rel="stylesheet" href="explain.css">
 *     <body><netloupe-explain></netloupe-explain><script src="explain.js"></script></body>
 *
 * No inline script or style is needed.
 */
import '../ui/controls';
import { acquireChannel, connectPage } from '../ui/host';
import { ExplainPanel } from './explain';
import './explain.css';

const panel = document.querySelector('netloupe-explain');
if (panel instanceof ExplainPanel) panel.open(connectPage(acquireChannel()));
