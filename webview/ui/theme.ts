/**
 * The editor's theme, for what style sheets cannot reach: canvases read the resolved colours and redraw when the theme
 * changes. The editor sets classes on the body and variables on the root.
 */

import type { MapId } from '../../src/shared/picture/diverging';

/** Calls back after each change of theme; returns a function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

/** Colours of heatmaps in which zero is the background: light maps for light themes. */
export function themeMap(): MapId {
  return /vscode-(dark|high-contrast(?!-light))/.test(document.body.className) ? 'dark' : 'light';
}

/** Colours and font of the page at `element`, ready for a canvas. */
export interface CanvasTheme {
  foreground: string;
  muted: string;
  border: string;
  background: string;
  font: string;
}

/** Dark on white, whatever the editor's theme: for exported pictures. */
export function paperTheme(element: Element): CanvasTheme {
  const { fontFamily } = getComputedStyle(element);
  return { foreground: '#1f1f1f', muted: '#5f5f5f', border: '#c8c8c8', background: '#ffffff', font: fontFamily };
}

export function canvasTheme(element: Element): CanvasTheme {
  const style = getComputedStyle(element);
  const variable = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const foreground = variable('--vscode-foreground', style.color);
  return {
    foreground,
    muted: variable('--vscode-descriptionForeground', foreground),
    border: variable('--vscode-contrastBorder', variable('--vscode-widget-border', foreground)),
    background: variable('--vscode-editor-background', 'canvas'),
    font: style.fontFamily || 'sans-serif',
  };
}
