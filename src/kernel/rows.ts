/** The rows to lay out: those of data, or a layer's activations over them; and what they were made from. */
import { chooseDevice } from '../engine/devices';
import { rowsOf } from '../formats';
import { ArgumentError } from '../shared/errors';
import type { CallOptions, RunRequest } from '../shared/requests';
import { rowsOfLayers } from './activations';
import { askOf, type Host } from './host';

/** Throws ArgumentError for data, models and layers that do not fit together. */
export async function pointsOf(host: Host, request: RunRequest, options: CallOptions) {
  const { model, input, layer, pooling = 'mean', preprocessing, memoryBudget } = request;
  if (input === undefined) throw new ArgumentError(`${request.method} lays out points, so it needs data.`);
  if (model === undefined) {
    if (layer !== undefined)
      throw new ArgumentError(`The layer "${layer}" belongs to a model; choose the model too, or leave the layer out.`);
    const dataset = await host.openDataset(input);
    const { path, array, shape } = dataset.description;
    const rows = await rowsOf(dataset, options);
    const flattened =
      shape.length > 1 ? [`Each sample [${shape.join(', ')}] becomes a row of ${rows.shape[1]} numbers.`] : [];
    const data = { path, ...(array !== undefined && { array }), sha256: await dataset.sha256(options) };
    // With its pairs of points, a map of ten thousand is where a GPU pays off.
    const device = await chooseDevice(request.device, () => (rows.shape[0] ?? 1) ** 2);
    return { rows, device, conventions: [...dataset.description.conventions, ...flattened], source: { data } };
  }
  if (layer === undefined) throw new ArgumentError(`Choose a layer of ${model} to lay out.`);
  const asked = await askOf(host, { ...request, model, data: input, preprocessing });
  const [found] = await rowsOfLayers(host, asked, { layers: [layer], pooling, memoryBudget }, options);
  const { path, array, conventions } = asked.dataset.description;
  return {
    rows: found!.rows,
    device: asked.device,
    conventions: [...conventions, ...asked.samples.conventions, found!.convention],
    source: {
      data: { path, ...(array !== undefined && { array }), sha256: await asked.dataset.sha256(options) },
      model: { path: asked.model.path, sha256: await host.hash(asked.model) },
      layer: found!.layer,
      pooling,
      ...(asked.samples.preprocessing && { preprocessing: asked.samples.preprocessing }),
    },
  };
}
