/** The page of a panel: two style sheets, one script, and a policy that allows nothing else. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the page's files are; a webview may read from nowhere else. */
export function webviewFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** `name` is the panel's folder in webview/; its element is <netloupe-NAME>. */
export function panelHtml(webview: vscode.Webview, extension: vscode.Uri, name: string): string {
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), name)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const own = webview.cspSource;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${own}`,
    `font-src ${own}`,
    `img-src ${own} data: blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width" />
    <link rel="stylesheet" href="${file('codicon.css')}" id="vscode-codicon-stylesheet" />
    <link rel="stylesheet" href="${file(`${name}.css`)}" />
    <title>NetLoupe</title>
  </head>
  <body>
    <netloupe-${name}></netloupe-${name}>
    <script nonce="${nonce}" src="${file(`${name}.js`)}"></script>
  </body>
</html>`;
}
