/** Maps of points as files of others, by the rules of those: RFC 4180, and the TensorBoard Embedding Projector. */
import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { parseCloudProvenance, projectorFiles } from '../../../src/formats/cloud';
import { csvOf } from '../../../src/shared/csv';
import type { Column } from '../../../src/shared/dataset';
import { FormatError } from '../../../src/shared/errors';
import type { CloudProvenance } from '../../../src/shared/results';
import { cloudArrays, cloudRows } from '../../../src/shared/results/cloud/kind';
import { float32, int64, type Tensor } from '../../../src/shared/tensor';

const cloud = { embedding: float32([3, 2], [1, -2.5, NaN, NaN, 0.1, 4]), trust: Float32Array.of(1, NaN, 0.5) };
const provenance: CloudProvenance = {
  ...{
    method: 'tsne',
    parameters: { metric: 'cosine' },
    seed: 0,
    device: 'cpu',
    seconds: 1,
    started: '',
    versions: {},
  },
  data: { path: 'digits.npz', array: 'x', sha256: 'a' },
};
const columns: Column[] = [
  { name: 'label', kind: 'categories', categories: ['7', '8'], codes: Int32Array.of(0, 1, 1) },
  { name: 'said', kind: 'categories', categories: ['a "b", c', '=1+1', 'tab\there'], codes: Int32Array.of(0, 1, 2) },
  { name: 'loss', kind: 'numbers', values: Float32Array.of(0.5, NaN, 2) },
];

describe('formats/cloud', () => {
  it('as arrays: whole numbers as such', () => {
    const arrays = cloudArrays({ ...cloud, provenance }, columns);
    assert.deepEqual(Object.keys(arrays).sort(), ['embedding', 'label', 'loss', 'provenance', 'said', 'trust']);
    assert.deepEqual(arrays['label'], int64([3], [7, 8, 8]));
    assert.equal(arrays['said']!.dtype, 'string');
  });

  it('as arrays that say what made them, as it is read back', () => {
    const { provenance: text } = cloudArrays({ ...cloud, provenance }, columns);
    const { started: _started, seconds: _seconds, ...saved } = provenance;
    assert.deepEqual(parseCloudProvenance(text!, 'map.npz'), saved);
    for (const wrong of ['', '{}', '[1]', '{"method":"tsne"}']) {
      const broken: Tensor = { dtype: 'string', shape: [1], data: [wrong] };
      assert.throws(() => parseCloudProvenance(broken, 'map.npz'), FormatError);
    }
  });

  it('as a table, with empty cells where there is nothing, and text that stays text', () => {
    const { data } = Papa.parse<string[]>(csvOf(cloudRows(cloud, columns)).trimEnd());
    assert.deepEqual(data, [
      ['x', 'y', 'trust', 'label', 'said', 'loss'],
      ['1', '-2.5', '1', '7', 'a "b", c', '0.5'],
      ['', '', '', '8', "'=1+1", ''],
      ['0.1', '4', '0.5', '8', 'tab\there', '2'],
    ]);
  });

  it('for the Projector: as many lines of metadata as tensors, under a heading', () => {
    const files = projectorFiles(cloud, columns, 'tsne of "x"');
    assert.equal(files['tensors.tsv'], '1\t-2.5\n0.1\t4\n');
    assert.deepEqual(files['metadata.tsv'].split('\n'), [
      'row\tlabel\tsaid\tloss\ttrust',
      '0\t7\ta "b", c\t0.5\t1',
      '2\t8\ttab here\t2\t0.5',
      '',
    ]);
    assert.match(files['projector_config.pbtxt'], /tensor_name: "tsne of \\"x\\""\n {2}tensor_path: "tensors\.tsv"/);
  });
});
