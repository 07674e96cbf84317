/**
 * `npm start`: installs and builds what is missing, and opens VS Code on the examples with the extension loaded and a first
 * explanation on screen. `--served` takes the VS Code that is served to the browser, whatever else is there.
 */
import { installIfNeeded } from './install.mjs';

installIfNeeded();
await import('./build.mjs');
const { tsImport } = await import('tsx/esm/api');
await tsImport('./vscode/start.ts', import.meta.url);
