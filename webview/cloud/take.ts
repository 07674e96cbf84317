/** Exports of the cloud as a picture: as shown, as a drawing, or all pictures of the grid at full size. */
import { cssColour } from '../../src/shared/picture/diverging';
import { canvasTheme } from '../ui/theme';
import { Flag, opacityOf, passes } from './gl/points';
import type { Grid } from './grid';
import { colourAt } from './look/palette';
import type { Sprites } from './sprites';
import { matrixOf, projectAll } from './stage/camera';
import type { Stage } from './stage/stage';

export async function pngOf(stage: Stage): Promise<Uint8Array> {
  const { under, over } = stage.draw();
  const canvas = new OffscreenCanvas(under.width, under.height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = canvasTheme(stage).background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(under, 0, 0);
  context.drawImage(over, 0, 0);
  return bytesOf(canvas);
}

/** Points as discs, dimmed ones first, selected ones last; one path per colour keeps the file small. */
export function svgOf(stage: Stage): string {
  const { scene, screen, size } = stage;
  const { background, foreground, font } = canvasTheme(stage);
  const { looks, palette, labels } = scene;
  const groups = new Map<number, string[]>();
  const rounded = (value: number): string => String(Math.round(value * 100) / 100);
  for (let i = 0; i < screen.length / 2; i++) {
    const [x, y, flag] = [screen[2 * i]!, screen[2 * i + 1]!, looks[2 * i + 1]!];
    const isIn = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
    if (!isIn || flag === Flag.hidden) continue;
    const key = 256 * flag + looks[2 * i]!;
    const dots = groups.get(key) ?? [];
    // A zero-length line with round ends is a disc.
    dots.push(`M${rounded(x)} ${rounded(y)}h0`);
    groups.set(key, dots);
  }
  const paths = [...groups]
    .sort(([a], [b]) => passes.indexOf(a >> 8) - passes.indexOf(b >> 8))
    .map(
      ([key, dots]) =>
        `<path d="${dots.join('')}" stroke="${cssColour(colourAt(palette, key & 255))}" stroke-opacity="${rounded(opacityOf(key >> 8, scene.opacity))}"/>`,
    );
  const places = projectAll(
    Float32Array.from(labels.flatMap(({ place }) => [...place])),
    scene.dimensions,
    matrixOf(stage.camera, size),
    size,
  );
  const names = labels.map(
    ({ text }, i) => `<text x="${rounded(places[2 * i]!)}" y="${rounded(places[2 * i + 1]!)}">${escaped(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${rounded(size.width)} ${rounded(size.height)}">`,
    `<rect width="100%" height="100%" fill="${background}"/>`,
    `<g fill="none" stroke-linecap="round" stroke-width="${scene.size}">${paths.join('\n')}</g>`,
    `<g font-family="${escaped(font)}" font-size="13" font-weight="600" text-anchor="middle" dominant-baseline="middle"`,
    ` fill="${foreground}" stroke="${background}" stroke-width="4" paint-order="stroke">${names.join('\n')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Largest side, in pixels, of a canvas that every browser supports. */
const mostPixels = 8192;

/** Each picture in its cell, at full size unless the whole would be too large. */
export async function gridPng(
  { points, side }: Grid,
  sprites: Sprites,
  background: string,
  progress: (done: number) => void,
): Promise<Uint8Array> {
  const present: number[] = [];
  for (let i = 0; i < points.length / 2; i++) if (!Number.isNaN(points[2 * i]!)) present.push(i);
  await sprites.load(present, progress);
  const first = sprites.get(present[0]!);
  const cell = Math.max(1, Math.min(first ? Math.max(first.width, first.height) : 1, Math.floor(mostPixels / side)));
  const canvas = new OffscreenCanvas(side * cell, side * cell);
  const context = canvas.getContext('2d')!;
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const index of present) {
    const sprite = sprites.get(index);
    if (!sprite) continue;
    const column = Math.floor(((points[2 * index]! + 1) / 2) * side);
    const row = side - 1 - Math.floor(((points[2 * index + 1]! + 1) / 2) * side);
    const scale = cell / Math.max(sprite.width, sprite.height);
    context.drawImage(
      sprite.sheet, sprite.x, sprite.y, sprite.width, sprite.height,
      column * cell, row * cell, sprite.width * scale, sprite.height * scale,
    ); // prettier-ignore
  }
  return bytesOf(canvas);
}

async function bytesOf(canvas: OffscreenCanvas): Promise<Uint8Array> {
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
