/**
 * Earlier maps that a map begins with: read from their files; to add points, also the data behind them, located by the
 * file's provenance and checked by hash.
 */
import { stat } from 'node:fs/promises';
import { openFile, splitSpec } from '../formats';
import { sha256OfFile } from '../formats/bytes';
import { parseCloudProvenance } from '../formats/cloud';
import type { SavedProvenance } from '../shared/results/cloud/kind';
import { methods } from '../methods';
import type { Method } from '../methods/method';
import type { EarlierMap } from '../shared/embedding';
import { ArgumentError } from '../shared/errors';
import type { CallOptions, RunRequest } from '../shared/requests';
import { specOf, type EarlierProvenance } from '../shared/results';
import { float32, toFloat32, type Float32Tensor } from '../shared/tensor';
import type { Host } from './host';
import { pointsOf } from './rows';

export interface Earlier extends EarlierMap {
  /** [N, axes] */
  embedding: Float32Tensor;
  /** What made it, if the file says. */
  made?: SavedProvenance;
  /** Its parameters that added points share. */
  settings: Record<string, unknown>;
  provenance: EarlierProvenance;
}

/** The earlier map of a request. Throws ArgumentError if the method cannot use one, or needs one; FormatError. */
export async function earlierOf(method: Method, { earlier }: RunRequest): Promise<Earlier | undefined> {
  if (!earlier) {
    if (method.needs.map !== 'always') return undefined;
    throw new ArgumentError(
      `${method.title} needs a map to add the points to; choose one (--onto MAP.npz on the command line).`,
    );
  }
  const { path, use } = earlier;
  checkUse(method, use);
  const file = await openFile(path);
  const embedding = toFloat32(await file.read('embedding'));
  const [n = 0, axes = 0] = embedding.shape;
  if (embedding.shape.length !== 2 || n === 0 || axes < 1 || axes > 3)
    throw new ArgumentError(
      `${path} does not hold a map: its array "embedding" is [${embedding.shape.join(', ')}], not [N, 1], [N, 2] or [N, 3].`,
    );
  const known = file.arrays.some(({ name }) => name === 'provenance');
  const made = known ? parseCloudProvenance(await file.read('provenance'), path) : undefined;
  checkMaker(path, made, method);
  const provenance = { path, sha256: await sha256OfFile(path), use };
  return { ...earlier, embedding, ...(made && { made }), settings: inherited(method, made), provenance };
}

/** Old positions of the first rows of N, NaN for the others. Throws ArgumentError if the map has more rows. */
export function placesOf({ embedding, path }: Earlier, n: number): Float32Tensor {
  const [count = 0, axes = 1] = embedding.shape;
  if (count > n) throw new ArgumentError(`${path} is a map of ${count} points, but the data have only ${n} samples.`);
  const places = new Float32Array(n * axes).fill(NaN);
  places.set(embedding.data);
  return float32([n, axes], places);
}

/** Rows of the map's data, then those of the request, and their numbers. Layer and model are the map's. */
export async function joinedRows(host: Host, request: RunRequest, earlier: Earlier, options: CallOptions) {
  const { made, path, embedding } = earlier;
  const { own, conventions } = await dataOf(host, earlier, options);
  const model = request.model ?? made?.model?.path;
  const asked: RunRequest = { ...request };
  if (model !== undefined) {
    await checkModel(host, model, request.model !== undefined, earlier);
    const layer = request.layer ?? made?.layer;
    const pooling = request.pooling ?? made?.pooling;
    const preprocessing = request.preprocessing ?? made?.preprocessing;
    Object.assign(asked, { model, ...(layer !== undefined && { layer }), ...(pooling && { pooling }), ...(preprocessing && { preprocessing }) }); // prettier-ignore
  }
  const part = (from: number): CallOptions => ({
    ...options,
    onProgress: ({ fraction, message }) => options.onProgress?.({ fraction: from + fraction / 2, message }),
  });
  const base = await pointsOf(host, { ...asked, input: own }, part(0));
  const added = await pointsOf(host, asked, part(0.5));
  const [count = 0, width = 0] = base.rows.shape;
  const [more = 0, addedWidth = 0] = added.rows.shape;
  if (count !== embedding.shape[0])
    throw new ArgumentError(`${path} is a map of ${embedding.shape[0]} points, but ${own} has ${count} samples.`);
  if (width !== addedWidth)
    throw new ArgumentError(
      `The map's points have ${width} numbers each (${own}), but the new ones have ${addedWidth} (${request.input}); use data of the same kind.`,
    );
  const rows = float32([count + more, width], new Float32Array((count + more) * width));
  rows.data.set(base.rows.data);
  rows.data.set(added.rows.data, base.rows.data.length);
  earlier.provenance.data = base.source.data;
  return {
    ...added,
    rows,
    added: more,
    conventions: [
      `The first ${count} points are the map's, of ${own}; the last ${more} are added, of ${request.input}.`,
      ...conventions,
      ...added.conventions,
    ],
  };
}

function checkUse({ id, title, map }: Method, use: EarlierMap['use']): void {
  if (map?.uses.includes(use)) return;
  const others = methods.filter((other) => other.map?.uses.includes(use)).map((other) => other.id);
  const [what, which] =
    use === 'added'
      ? ['cannot add points to a map', 'those that do']
      : [`cannot begin with an earlier map${use === 'fixed' ? ' with fixed points' : ''}`, 'those that can'];
  throw new ArgumentError(`${title} (${id}) ${what}; ${which}: ${others.join(', ')}.`);
}

function checkMaker(path: string, made: SavedProvenance | undefined, { title, map }: Method): void {
  const makers = map?.madeBy;
  if (!made || !makers || makers.includes(made.method)) return;
  const why =
    made.earlier?.use === 'added'
      ? 'a map that points were added to; add to the original map'
      : `a map by ${made.method}; ${title} takes maps by ${makers.join(', ')}`;
  throw new ArgumentError(`${path} is ${why}.`);
}

/** Those parameters of the map that the method reuses. */
function inherited({ map }: Method, made: SavedProvenance | undefined): Record<string, unknown> {
  const names = made ? (map?.inherits ?? []) : [];
  return Object.fromEntries(
    names.flatMap((name) => (made!.parameters[name] === undefined ? [] : [[name, made!.parameters[name]]])),
  );
}

/** The data behind a map: as named by the user, or by the file. Changed data are refused unless the user named them. */
async function dataOf(host: Host, { path, data, made }: Earlier, options: CallOptions) {
  const known = made?.data;
  if (data === undefined && !known)
    throw new ArgumentError(
      `${path} does not say which data it shows; choose them (--map-data DATA on the command line).`,
    );
  const own = data ?? specOf(known!);
  await checkThere(
    (await splitSpec(own)).path,
    `The data behind the map ${path}`,
    'choose where they are now (--map-data DATA on the command line)',
  );
  const hash = await (await host.openDataset(own)).sha256(options);
  if (!known || hash === known.sha256) return { own, conventions: [] };
  const changed = `${own} is not the data that the map ${path} was made of: its SHA-256 differs.`;
  if (data === undefined)
    throw new ArgumentError(
      `${changed} If its samples are the same nevertheless, choose it explicitly (--map-data DATA on the command line).`,
    );
  return { own, conventions: [changed] };
}

async function checkModel(host: Host, model: string, named: boolean, { path, made }: Earlier): Promise<void> {
  await checkThere(model, `The model behind the map ${path}`, 'put it back');
  const known = made?.model?.sha256;
  if (known === undefined || (await host.hash(await host.open(model))) === known) return;
  throw new ArgumentError(
    `${model} is not the model that the map ${path} was made with${named ? '' : '; it has changed since'}: its SHA-256 differs. Make a new map.`,
  );
}

async function checkThere(path: string, what: string, remedy: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new ArgumentError(`${what} is missing: ${path} does not exist; ${remedy}.`);
}
