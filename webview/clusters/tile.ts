/** A small picture drawn pixel by pixel, as large as its box: a heatmap, or what the network received. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Pixels } from '../picture/paint';

export interface Bitmap {
  width: number;
  height: number;
  pixels: Pixels;
}

@customElement('netloupe-tile')
export class Tile extends LitElement {
  static override styles = css`
    canvas {
      display: block;
      width: 100%;
      height: auto;
      image-rendering: pixelated;
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, #80808040)));
      border-radius: 2px;
    }
  `;

  @property({ attribute: false }) accessor bitmap: Bitmap | undefined;
  @property() accessor description = '';

  override render() {
    const { width = 1, height = 1 } = this.bitmap ?? {};
    return html`<canvas width=${width} height=${height} role="img" aria-label=${this.description}></canvas>`;
  }

  protected override updated(): void {
    const context = this.renderRoot.querySelector('canvas')?.getContext('2d');
    if (!this.bitmap || !context) return;
    const { width, height, pixels } = this.bitmap;
    context.putImageData(new ImageData(pixels, width, height), 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-tile': Tile;
  }
}
