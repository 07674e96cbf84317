/** The visible part of a picture: one value that linked views share. All lengths are fractions of the picture. */

export interface Viewport {
  /** 1 shows the whole picture. */
  zoom: number;
  /** The place of the picture at the middle of the view, each 0 to 1. */
  x: number;
  y: number;
}

export const wholePicture: Viewport = { zoom: 1, x: 0.5, y: 0.5 };
const mostZoom = 64;

/** Zooms by `factor`, keeping the place (x, y) of the picture fixed on the screen. */
export function zoomAt(viewport: Viewport, factor: number, x = viewport.x, y = viewport.y): Viewport {
  const zoom = Math.max(1, Math.min(mostZoom, viewport.zoom * factor));
  const keep = viewport.zoom / zoom;
  return within({ zoom, x: x + (viewport.x - x) * keep, y: y + (viewport.y - y) * keep });
}

/** Moves the view over the picture by fractions of the visible part. */
export function panBy(viewport: Viewport, right: number, down: number): Viewport {
  return within({ ...viewport, x: viewport.x + right / viewport.zoom, y: viewport.y + down / viewport.zoom });
}

/** The view at the same zoom that shows nothing beyond the picture's edges. */
function within({ zoom, x, y }: Viewport): Viewport {
  const half = 0.5 / zoom;
  const clamp = (place: number) => Math.max(half, Math.min(1 - half, place));
  return { zoom, x: clamp(x), y: clamp(y) };
}
