/**
 * The editor's end of the wall inside a page, for any panel: gives the page its `acquireVsCodeApi`, and clones messages as the
 * real wall does. What is answered is each panel's fake.
 */
import { createMessageConnection } from 'vscode-jsonrpc/browser';
import { Peer } from '../../src/shared/rpc';
import { ChannelReader, ChannelWriter } from '../../webview/ui/host';

declare global {
  interface Window {
    acquireVsCodeApi: () => unknown;
    /** What the page's policy refused. */
    violations: string[];
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
);

const toEditor = new EventTarget();

window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) =>
    toEditor.dispatchEvent(new CustomEvent('message', { detail: structuredClone(message) })),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
});

/** The editor's end. */
export function fakePeer(): Peer {
  const channel = {
    post: (message: unknown) => window.postMessage(message, '*'),
    onMessage: (listener: (message: unknown) => void) => {
      toEditor.addEventListener('message', (event) => listener((event as CustomEvent<unknown>).detail));
      return () => {};
    },
    getState: () => undefined,
    setState: () => {},
  };
  return new Peer(createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel)));
}
