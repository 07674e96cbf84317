/** Passes exports to the editor: pictures are drawn here, the editor makes everything else from the result. */
import type { CloudEditor, CloudExport } from '../../src/shared/api/cloud';
import { formatPercent } from '../ui/format';
import { canvasTheme } from '../ui/theme';
import type { ExportKind } from './bar';
import { gridOf } from './grid';
import type { Samples } from './samples';
import type { Shown } from './shown';
import type { Stage } from './stage/stage';
import { gridPng, pngOf, svgOf } from './take';

interface Taken {
  editor: CloudEditor;
  /** The map's place in the panel. */
  step: number;
  samples: Samples;
  stage: Stage;
  shown: Shown;
  /** Receives the progress of a long picture. */
  report(text: string): void;
}

/** Resolves with what was done; '' if cancelled. */
export async function exportTo(kind: ExportKind, taken: Taken): Promise<string> {
  const request = await requestOf(kind, taken);
  const where = await taken.editor.export({ ...request, step: taken.step });
  if (!where) return '';
  return request.kind === 'cli' ? `Copied: ${where}` : `Saved ${where}`;
}

async function requestOf(kind: ExportKind, { samples, stage, shown, report }: Taken): Promise<CloudExport> {
  if (kind === 'png') return { kind, name: 'cloud', bytes: await pngOf(stage) };
  if (kind === 'svg') return { kind, name: 'cloud', text: svgOf(stage) };
  if (kind !== 'grid') return { kind };
  const grid = shown.grid ?? gridOf(shown.framed!.points, shown.framed!.dimensions);
  const progress = (done: number): void => report(`Reading pictures, ${formatPercent(done)}`);
  return {
    kind: 'png',
    name: 'grid',
    bytes: await gridPng(grid, samples.sprites, canvasTheme(stage).background, progress),
  };
}
