/** The samples of a map and those added to it as one data set, by the service itself; no VS Code. */
import { deepEqual, equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { joinedSamples } from '../../../src/editor/cloud/joinedSamples';
import { cloudCommand, cloudQuestion, cloudRequest, cloudTitle } from '../../../src/editor/cloud/question';
import { encodeNpz } from '../../../src/formats';
import { LocalService } from '../../../src/kernel/service';
import type { CloudQuestion } from '../../../src/shared/cloud/question';
import type { Column } from '../../../src/shared/dataset';
import { float32, type Tensor } from '../../../src/shared/tensor';
import { temporaryFolder } from '../../helpers/models';

describe('samples added to a map', () => {
  const files = temporaryFolder();
  let question: CloudQuestion;
  before(() => {
    const label = (data: string[]): Tensor => ({ dtype: 'string', shape: [data.length], data });
    const write = (name: string, count: number, first: number, arrays: Record<string, Tensor>): string => {
      const x = float32(
        [count, 4, 4],
        Float32Array.from({ length: count * 16 }, (_, i) => first + Math.floor(i / 16)),
      );
      writeFileSync(files.path(name), encodeNpz({ x, ...arrays }));
      return `${files.path(name)}#x`;
    };
    const base = write('base.npz', 3, 0, { label: label(['a', 'b', 'a']), weight: float32([3], [1, 2, 3]) });
    const input = write('more.npz', 2, 3, { label: label(['c', 'a']) });
    const earlier = { path: files.path('map.npz'), use: 'added', data: base } as const;
    question = { input, method: 'tsne-add', parameters: {}, seed: 0, device: 'cpu', earlier };
  });

  it('come after those of the map, in any order that is asked for', async () => {
    const joined = joinedSamples(new LocalService(), question);
    const { samples, shape } = await joined.describeDataset(question.input);
    deepEqual([samples, shape], [5, [4, 4]]);
    const rows = await joined.readSamples({ data: question.input, indices: [4, 0, 3, 2] });
    deepEqual(
      [rows.shape, [0, 16, 32, 48].map((at) => rows.data[at])],
      [
        [4, 4, 4],
        [4, 0, 3, 2],
      ],
    );
    deepEqual((await joined.readSamples({ data: question.input, indices: [1] })).data[0], 1);
  });

  it('share columns of the same name, have none where there is none, and are told apart', async () => {
    const joined = joinedSamples(new LocalService(), question);
    const columns = await joined.readColumns({ data: question.input });
    deepEqual(columns.map(cells), [
      ['label', 'a', 'b', 'a', 'c', 'a'],
      ['weight', '1', '2', '3', undefined, undefined],
      ['added', 'map', 'map', 'map', 'added', 'added'],
    ]);
    const { columns: described } = await joined.describeDataset(question.input);
    deepEqual(described.map(({ name }) => name), ['label', 'weight', 'added']); // prettier-ignore
  });

  it('of a map that nothing was added to are the service’s own', () => {
    const service = new LocalService();
    const { earlier: _earlier, ...own } = question;
    equal(joinedSamples(service, own), service);
  });

  it('have a title, a command, and a question that is the same after it was kept', () => {
    equal(cloudTitle(question), 'base.npz#x + more.npz#x');
    const root = files.path('');
    deepEqual(cloudQuestion(cloudRequest(question, root), root), question);
    const asked = { ...question, input: '/d/more.npz', earlier: { path: '/d/map.npz', use: 'added', data: '/d/base.npz' } } as const; // prettier-ignore
    equal(
      cloudCommand(asked, 'linux'),
      'netloupe embed /d/more.npz --onto /d/map.npz --map-data /d/base.npz --method tsne-add --device cpu --out cloud.npz',
    );
  });
});

function cells(column: Column): (string | undefined)[] {
  const values =
    column.kind === 'categories'
      ? Array.from(column.codes, (code) => column.categories[code])
      : Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : String(value)));
  return [column.name, ...values];
}
