/**
 * The samples of a map and those added to it as one data set, the map's first. Requests about other data pass through.
 */
import type { Column, DatasetDescription } from '../../shared/dataset';
import { addedColumn, joinColumns } from '../../shared/joined';
import type { Service } from '../../shared/requests';
import { float32 } from '../../shared/tensor';
import type { CloudQuestion } from '../../shared/cloud/question';

export type SamplesService = Pick<
  Service,
  'describeDataset' | 'readColumns' | 'readSamples' | 'thumbnails' | 'modelColumns' | 'encodeNpz'
>;

/** The service itself for a map without added points. */
export function joinedSamples(service: SamplesService, { input, earlier }: CloudQuestion): SamplesService {
  const own = earlier?.use === 'added' ? earlier.data : undefined;
  if (own === undefined) return service;
  let found: Promise<[own: DatasetDescription, added: DatasetDescription]> | undefined;
  const both = () => (found ??= Promise.all([service.describeDataset(own), service.describeDataset(input)]));
  const joined = async (ask: (data: string) => Promise<Column[]>): Promise<Column[]> => {
    const [first, second] = await both();
    const [a, b] = await Promise.all([ask(own), ask(input)]);
    return joinColumns({ count: first.samples, columns: a }, { count: second.samples, columns: b });
  };
  /** Rows of both, each requested from its own data, in the requested order. */
  const weave = async (
    indices: readonly number[],
    ask: (data: string, own: number[]) => Promise<ArrayLike<number>>,
  ): Promise<number[][]> => {
    const [{ samples }] = await both();
    const parts = [indices.filter((index) => index < samples), indices.filter((index) => index >= samples)];
    const [first, second] = await Promise.all(
      parts.map(async (part, i) => {
        if (!part.length) return [];
        const data = Array.from(await ask(i ? input : own, i ? part.map((index) => index - samples) : part));
        const width = data.length / part.length;
        return part.map((_, row) => data.slice(row * width, (row + 1) * width));
      }),
    );
    const next = [0, 0];
    return indices.map((index) => (index < samples ? first![next[0]!++]! : second![next[1]!++]!));
  };
  return {
    encodeNpz: (arrays) => service.encodeNpz(arrays),
    async describeDataset(data) {
      if (data !== input) return service.describeDataset(data);
      const [first, second] = await both();
      const known = new Set(first.columns.map(({ name }) => name));
      const columns = [...first.columns, ...second.columns.filter(({ name }) => !known.has(name))];
      return {
        ...second,
        samples: first.samples + second.samples,
        pictures: first.pictures && second.pictures && String(first.shape) === String(second.shape),
        columns: [
          ...columns.filter(({ name }) => name !== 'file'),
          { name: 'added', kind: 'categories', label: false },
        ],
        conventions: [...first.conventions, ...second.conventions],
      };
    },
    async readColumns(request) {
      if (request.data !== input) return service.readColumns(request);
      const [first, second] = await both();
      // File names belong to one folder; samples of two are identified by number.
      const columns = (await joined((data) => service.readColumns({ data }))).filter(({ name }) => name !== 'file');
      const all = [...columns, addedColumn(first.samples + second.samples, second.samples)];
      return request.names ? all.filter(({ name }) => request.names!.includes(name)) : all;
    },
    async readSamples({ data, indices }) {
      if (data !== input) return service.readSamples({ data, indices });
      const [{ shape }] = await both();
      const rows = await weave(
        indices,
        async (of, part) => (await service.readSamples({ data: of, indices: part })).data,
      );
      return float32([indices.length, ...shape], rows.flat());
    },
    async thumbnails({ data, indices, size }) {
      if (data !== input) return service.thumbnails({ data, indices, size });
      let [width, height] = [0, 0];
      const pictures = await weave(indices, async (of, part) => {
        const sheet = await service.thumbnails({ data: of, indices: part, size });
        ({ width, height } = sheet);
        return sheet.rgba;
      });
      return { width, height, rgba: Uint8Array.from(pictures.flat()) };
    },
    modelColumns: (request, options) =>
      request.data === input
        ? joined((data) => service.modelColumns({ ...request, data }, options))
        : service.modelColumns(request, options),
  };
}
