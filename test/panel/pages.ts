/** Serves the panels as `npm run build` made them, each under the strict policy of a webview and with its fake editor in front: `/PANEL/index.html`. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const contentTypes: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** `origin`: where it listens on this machine, such as `http://127.0.0.1:40123`. */
export async function servePages(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const { origin, pathname } = new URL(request.url!, `http://${request.headers.host}`);
    const [, panel = '', name = ''] = pathname.split('/');
    void contentOf(panel, name, origin).then(
      ({ body, type }) => response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' }).end(body),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function contentOf(
  panel: string,
  name: string,
  origin: string,
): Promise<{ body: string | Buffer; type: string }> {
  if (name === 'blank.html') return { body: '', type: 'text/html' };
  if (name === 'index.html') return { body: htmlOf(panel, origin), type: 'text/html' };
  const fake = `fake${panel[0]!.toUpperCase()}${panel.slice(1)}`;
  const path = name === 'fake.js' ? `dist/test/panel/${fake}.js` : join('dist/webview', name);
  return { body: await readFile(path), type: contentTypes[extname(name)] ?? 'application/octet-stream' };
}

function htmlOf(panel: string, origin: string): string {
  const policy = `default-src 'none'; script-src ${origin}; style-src ${origin}; font-src ${origin}; img-src ${origin} data: blob:`;
  return `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8">
  <link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet"><link rel="stylesheet" href="${panel}.css">
  </head><body><netloupe-${panel}></netloupe-${panel}>
  <script src="fake.js"></script><script src="${panel}.js"></script></body></html>`;
}
