/** Starts the page of a panel: its style, the editor's controls, and the wall to the editor. The page itself is that of src/editor/page/html.ts. */
import './controls';
import { acquireChannel, connectPage, type PageHost } from './host';
import './page.css';

/** The element of a panel. */
export interface PanelElement extends HTMLElement {
  /** Connects it; until then it says that it is opening. */
  open(host: PageHost): unknown;
}

/** `Panel` is there so that its module is loaded, which defines the element. */
export function startPage(Panel: new () => PanelElement): void {
  const panel = document.querySelector('body > *');
  if (panel instanceof Panel) panel.open(connectPage(acquireChannel()));
}
