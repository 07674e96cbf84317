/** Puts the page of a panel into its tab, and answers what it asks until the tab is closed. */
import * as vscode from 'vscode';
import type { Peer } from '../../shared/rpc';
import { PageConnection } from './connection';
import { panelHtml, webviewFolder } from './html';

export interface PageContext {
  extension: vscode.Uri;
  log: vscode.LogOutputChannel;
}

export interface Page {
  /** Its folder in webview/. */
  name: string;
  title: string;
  /** Called for each page: VS Code drops a hidden page and starts another when it is shown again. */
  serve: (page: Peer) => void;
}

export function showPage(
  view: vscode.WebviewPanel,
  { extension, log }: PageContext,
  { name, title, serve }: Page,
): void {
  const icon = (file: string) => vscode.Uri.joinPath(extension, 'media', file);
  view.title = title;
  view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
  view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
  const connection = new PageConnection(view.webview, log, serve);
  view.onDidDispose(() => connection.dispose());
  view.webview.html = panelHtml(view.webview, extension, name);
}
