/** Hands the editor what is to be saved: pictures are drawn here, everything else the editor makes from the result. */
import { cloudMessages, type CloudExport } from '../../src/shared/cloud/panel';
import { formatPercent } from '../ui/format';
import { canvasTheme } from '../ui/theme';
import type { ExportKind } from './bar';
import { gridOf } from './grid';
import type { Session } from './session';
import type { Shown } from './shown';
import type { Stage } from './stage/stage';
import { gridPng, pngOf, svgOf } from './take';

interface Taken {
  stage: Stage;
  shown: Shown;
  /** Told how far a long picture is. */
  report(text: string): void;
}

/** Resolves with what was done, '' if cancelled. */
export async function exportTo(session: Session, kind: ExportKind, taken: Taken): Promise<string> {
  const request = await requestOf(session, kind, taken);
  const where = await session.host.request<string>(cloudMessages.export, request);
  if (!where) return '';
  return request.kind === 'cli' ? `Copied: ${where}` : `Saved ${where}`;
}

async function requestOf(session: Session, kind: ExportKind, { stage, shown, report }: Taken): Promise<CloudExport> {
  if (kind === 'png') return { kind, name: 'cloud', bytes: await pngOf(stage) };
  if (kind === 'svg') return { kind, name: 'cloud', text: svgOf(stage) };
  if (kind !== 'grid') return { kind };
  const grid = shown.grid ?? gridOf(shown.framed!.points, shown.framed!.dimensions);
  const progress = (done: number): void => report(`Reading pictures, ${formatPercent(done)}`);
  return {
    kind: 'png',
    name: 'grid',
    bytes: await gridPng(grid, session.samples.sprites, canvasTheme(stage).background, progress),
  };
}
