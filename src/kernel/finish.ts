/**
 * From a method's findings to a result of its kind: adds what every result of the kind has, for the kinds that have
 * more than their methods find.
 */
import type { Device } from '../engine/runtime';
import { measureQuality } from '../methods/embedding/quality/quality';
import type { Findings, Kind, ResultOf } from '../methods/findings';
import type { CallOptions, RunRequest } from '../shared/requests';
import type { Frames } from '../shared/results';
import { float32, toFloat32, toNumbers } from '../shared/tensor';
import type { Prepared } from './prepare';

export interface Finish<K extends Kind> {
  /** Its share of the progress bar, 0 to 1. */
  share: number;
  /** A method's frame as others see it. */
  frame?(frame: K extends keyof Frames ? Frames[K] : never, prepared: Prepared): typeof frame;
  result(
    found: Findings<K>,
    prepared: Prepared,
    request: RunRequest,
    options: CallOptions,
  ): Promise<Omit<ResultOf<K>, 'kind' | 'provenance'>>;
  /** Where it was computed, if not where the method was told to. */
  device?(found: Findings<K>): Device;
}

export type Finishes = { [K in Kind]?: Finish<K> };

const attribution: Finish<'attribution'> = {
  share: 0,
  result(found, { network, given }) {
    const { model, loaded, answer } = network!;
    const { first, value, outputs } = answer!;
    const { input, target } = given;
    const numbers = toNumbers(outputs[value]!);
    const perSample = numbers.length / target!.indices.length;
    const producer = model.graph.nodes.find((node) => node.outputs.includes(first));
    const { dataset, conventions } = loaded!;
    const { table, description } = dataset;
    const { features } = description;
    return Promise.resolve({
      ...found,
      input: input!,
      ...(features && { features }),
      output: toFloat32(outputs[first]!),
      outputIsProbability: producer?.op === 'Softmax' || producer?.op === 'Sigmoid',
      target: target!,
      targetOutput: target!.indices.map((index, n) => numbers[n * perSample + index]!),
      conventions: [
        `Explains "${target!.value}" as the network gives it.`,
        ...(target!.background === undefined ? [] : [passedOver(target!.background)]),
        ...(table ? description.conventions : []),
        ...conventions,
        ...found.conventions,
      ],
    });
  },
};

function passedOver(background: number): string {
  return `Class ${background} is the background, so the strongest score of another class is explained. To explain a different one, name it as a unit.`;
}

/** Neighbours that quality, per-point trust and the panel look at. */
const NEIGHBOURS = 10;

/** `measure` measures the quality of a map. */
export function cloudFinish(measure: typeof measureQuality): Finish<'cloud'> {
  return {
    share: 0.1,
    device: ({ device = 'cpu' }) => device,
    frame: (frame, { rows }) => ({
      ...frame,
      positions: rows!.finite.spread(frame.positions, frame.dimensions, NaN),
    }),
    async result(found, { rows, device }, { model }, { signal, onProgress }) {
      const { embedding, divergence, explainedVariance, metric, neighbours, device: used = 'cpu' } = found;
      const { finite, added, conventions } = rows!;
      const dimensions = embedding.shape[1]!;
      const measured = await measure(finite.points, embedding, {
        metric,
        k: NEIGHBOURS,
        ...(neighbours && { neighbours }),
        ...(signal && { signal }),
        progress: (fraction) => onProgress?.({ fraction, message: 'Measuring the quality of the map' }),
      });
      // The provenance records only the map's device.
      const where =
        model === undefined ? [] : [`The network ran on the device ${device}, the map was laid out on ${used}.`];
      return {
        ...(added !== undefined && { added }),
        embedding: float32([finite.samples, dimensions], finite.spread(embedding.data, dimensions, NaN)),
        quality: {
          ...measured.quality,
          ...(divergence !== undefined && { divergence }),
          ...(explainedVariance && { explainedVariance }),
        },
        trust: finite.spread(measured.trust, 1, NaN),
        neighbours: finite.spreadNeighbours(measured.neighbours),
        conventions: [...conventions, ...found.conventions, ...where],
      };
    },
  };
}

export const finishes: Finishes = { attribution, cloud: cloudFinish(measureQuality) };
