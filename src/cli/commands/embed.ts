/** netloupe embed: lays points out in one, two or three dimensions, or adds them to a map. */
import type { Column } from '../../shared/dataset';
import type { EarlierMap } from '../../shared/embedding';
import { ArgumentError } from '../../shared/errors';
import { addedColumn, joinColumns } from '../../shared/joined';
import type { Service } from '../../shared/requests';
import { specOf, type CloudResult } from '../../shared/results';
import { cloud } from '../../shared/results/cloud/kind';
import { table } from '../../shared/table';
import { text, type Command } from '../command';
import type { FilmMap } from '../../formats/film';
import { exportFormOf, writeCloud, writeFilm } from '../exports';
import { PREPROCESSING_USAGE, readRun, runOptions } from '../settings';

const asked = ['input', 'layer', 'pooling', 'earlier', 'preprocessing'] as const;

export const embed: Command = {
  name: 'embed',
  positionals: ['DATA|MODEL'],
  morePositionals: 999,
  usage:
    `[MODEL …] [--input DATA --layer NAME [--pooling mean|max|centre|flatten] ${PREPROCESSING_USAGE}] ` +
    '--method tsne|umap|pca [--set name=value …] [--seed S] [--device D] ' +
    '[--start MAP.npz [--fixed] | --onto MAP.npz [--map-data DATA]] ' +
    '[--out FILE.npz|FILE.csv|FOLDER/] [--json]',
  summary: 'Lay out a data set or a layer as a map of points',
  details:
    'Lays out the rows of DATA, or the activations of a layer of MODEL over DATA, and measures how many neighbours stay neighbours. A FOLDER gets the files of the TensorBoard Embedding Projector.\n\nWith --start, points begin at their positions in MAP.npz (its rows are the first rows of DATA); with --fixed they stay there. With --onto, DATA is added to the t-SNE map MAP.npz, which does not change; --map-data names the data behind that map if it has moved.\n\nSeveral MODELs are checkpoints: their maps, each aligned to the one before, go into one FILE.npz.',
  examples: [
    'embed digits.npz#x --method tsne --out map.csv',
    'embed mnist.onnx --input digits.npz#x --layer relu2 --method umap --out map.npz',
  ],
  options: {
    ...runOptions(asked),
    method: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([first, ...others], values, { service, signal, onProgress, print, note }) {
    const { input = '', layer = '', pooling = 'mean', preprocessing, earlier, ...question } = readRun(values, asked);
    const adds = earlier?.use === 'added';
    const known = (await service.methods())
      .filter(({ gives, needs }) => gives === 'cloud' && (needs.map === 'always') === adds)
      .map((method) => method.id);
    const id = text(values, 'method', adds ? known[0]! : '');
    if (!known.includes(id))
      throw new ArgumentError(
        `embed${adds ? ' --onto' : ''} needs --method ${known.join('|')}${id && `, not "${id}"`}.`,
      );
    if (earlier?.use === 'added' && (input || layer))
      throw new ArgumentError(
        'With --onto, DATA are the new samples; leave the layer and its model out, since they are those of the map.',
      );
    if (Boolean(input) !== Boolean(layer))
      throw new ArgumentError('For a layer of a model, embed needs both --input DATA and --layer NAME.');
    if (!input && values['pooling'] !== undefined)
      throw new ArgumentError('--pooling is for layers; leave it out, since rows of data are used unchanged.');
    if (!input && values['preprocessing'] !== undefined)
      throw new ArgumentError('--preprocessing is for layers; leave it out, since rows of data are used unchanged.');
    const out = text(values, 'out', '');
    const form = out ? await exportFormOf(out) : undefined;
    const data = input || first!;
    const request = {
      ...question,
      method: id,
      input: data,
      ...(earlier && { earlier }),
    };
    const lay = async (model: string): Promise<CloudResult> => {
      const of = { model, layer, pooling, ...(preprocessing && { preprocessing }) };
      const result = await service.run({ ...request, ...(input && of) }, { signal, onProgress });
      if (result.kind !== 'cloud') throw new ArgumentError(`${id} does not make maps of points.`);
      return result;
    };
    if (others.length > 0) {
      if (earlier)
        throw new ArgumentError(
          'An earlier map belongs to one model or data set: leave out the other models, or --start and --onto.',
        );
      if (!input)
        throw new ArgumentError('For several models, embed needs the data and the layer: --input DATA --layer NAME.');
      if (form !== 'npz') throw new ArgumentError('The maps of several models go into one file: use --out FILE.npz.');
      const steps = [];
      for (const [i, model] of [first!, ...others].entries()) {
        note(`${i + 1} of ${others.length + 1}: ${model}`);
        steps.push({ title: model, result: await lay(model) });
      }
      const disparities = await writeFilm(out, steps, await service.readColumns({ data }));
      if (values['json']) {
        const maps = steps.map(({ result }, i) => ({ ...summaryOf(result, []), disparity: disparities[i] }));
        print(JSON.stringify({ files: [out], steps: maps }));
        return;
      }
      print(filmTable(steps, disparities));
      print(`${out} written`);
      return;
    }
    const result = await lay(first!);
    const files = form ? await writeCloud(out, form, result, await columnsOf(service, data, earlier, result)) : [];
    if (values['json']) {
      print(JSON.stringify(summaryOf(result, files)));
      return;
    }
    for (const line of cloud.lines(result)) print(line);
    for (const file of files) print(`${file} written`);
    if (!out) print('Use --out FILE.npz to save the map.');
  },
};

/** If points were added to a map: the map's own samples first, and which are which. */
async function columnsOf(
  service: Service,
  data: string,
  earlier: EarlierMap | undefined,
  { added, embedding, provenance }: CloudResult,
): Promise<Column[]> {
  const columns = await service.readColumns({ data });
  const base = provenance.earlier?.data;
  if (added === undefined || !base) return columns;
  const n = embedding.shape[0]!;
  const own = await service.readColumns({ data: earlier?.data ?? specOf(base) });
  return [...joinColumns({ count: n - added, columns: own }, { count: added, columns }), addedColumn(n, added)];
}

/** One row per model; the disparity is from the one before, aligned: 0 for the same shape, 1 for nothing in common. */
function filmTable(steps: readonly FilmMap<CloudResult>[], disparities: readonly (number | undefined)[]): string {
  const rows = steps.map(({ title, result: { quality, provenance } }, i) => [
    title,
    quality.preservation.toFixed(4),
    quality.trustworthiness.toFixed(4),
    quality.continuity.toFixed(4),
    disparities[i]?.toFixed(4) ?? '',
    `${provenance.seconds.toFixed(2)} s`,
  ]);
  return table([['model', 'preservation', 'trustworthiness', 'continuity', 'disparity', ''], ...rows]);
}

function summaryOf({ embedding, added, quality, conventions, provenance }: CloudResult, files: readonly string[]) {
  const { method, parameters, seed, device, seconds } = provenance;
  return {
    method,
    parameters,
    seed,
    device,
    seconds,
    shape: embedding.shape,
    ...(added !== undefined && { added }),
    quality,
    conventions,
    files,
    provenance,
  };
}
