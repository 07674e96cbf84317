/** Fills the webview of a panel with its page, and answers what the page asks. */
import * as vscode from 'vscode';
import type { Peer } from '../../shared/rpc';
import { PageConnection } from './connection';
import { panelHtml, webviewFolder } from './html';

export interface PageContext {
  extension: vscode.Uri;
  log: vscode.LogOutputChannel;
}

/** `name` is the panel's folder in webview/. `serve` answers each page that the view comes to show. */
export function showPage(
  view: vscode.WebviewPanel,
  name: string,
  { extension, log }: PageContext,
  serve: (page: Peer) => void,
): void {
  const icon = (file: string) => vscode.Uri.joinPath(extension, 'media', file);
  view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
  view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
  const connection = new PageConnection(view.webview, log, serve);
  view.onDidDispose(() => connection.dispose());
  view.webview.html = panelHtml(view.webview, extension, name);
}
