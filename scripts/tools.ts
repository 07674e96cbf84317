/** Finds the browser and the VS Code of the tests, or installs them, before steps that run side by side would do so at the same time. */
import { chromiumPath } from './chromium';
import { desktopExecutable } from './vscode/desktop';
import { installServed } from './vscode/installServed';

chromiumPath();
if ((await desktopExecutable()) === undefined) installServed();
