/** Each kind of result as arrays, as a table and as text, and as a run wrote it before these had a home of their own. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { RunStore } from '../../../src/experiments/store/store';
import { encodeNpz, openFile } from '../../../src/formats';
import { csvOf } from '../../../src/shared/csv';
import type { Result } from '../../../src/shared/results';
import { kindOf, kinds } from '../../../src/shared/results/kinds';
import { float32, sizeOf } from '../../../src/shared/tensor';
import { samples } from '../../helpers/results';
import { root } from '../repository/files';

const names: Record<Result['kind'], string[]> = {
  attribution: ['attribution', 'input', 'output', 'target', 'upsampled', 'signed', 'standard_error'],
  curves: [
    ...['curves.cover_1965_n_20.x', 'curves.cover_1965_n_20.y'],
    ...['curves.measured.x', 'curves.measured.y', 'curves.measured.low', 'curves.measured.high'],
  ],
  cloud: ['embedding', 'trust', 'provenance'],
  clusters: ['samples', 'clusters', 'eigenvalues', 'suspicion', 'mean_maps', 'embedding', 'maps'].map(
    (name) => `class_3.${name}`,
  ),
  evaluation: ['deletion/scores', 'deletion/x', 'deletion/curves'],
  sanity: ['maps'],
};

const rows: Record<Result['kind'], number> = {
  ...{ attribution: 6, curves: 4, cloud: 3, clusters: 1, evaluation: 3, sanity: 2 },
};

describe('results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-results-'));
  after(() => rmSync(folder, { recursive: true }));

  it('are of as many kinds as there are samples', () => {
    assert.deepEqual(kinds.map(({ kind }) => kind).sort(), Object.keys(samples).sort());
  });

  for (const result of Object.values(samples)) {
    const kind = kindOf(result);

    it(`of kind ${kind.kind} are arrays that others read`, async () => {
      const arrays = kind.arrays(result);
      assert.deepEqual(Object.keys(arrays), names[kind.kind]);
      for (const { shape, data } of Object.values(arrays)) assert.equal(data.length, sizeOf(shape));
      const path = join(folder, `${kind.kind}.npz`);
      writeFileSync(path, encodeNpz(arrays));
      const file = await openFile(path);
      for (const [name, array] of Object.entries(arrays)) assert.deepEqual(await file.read(name), array);
    });

    it(`of kind ${kind.kind} are a table under headings, whose text runs no formulas`, () => {
      const { data } = Papa.parse<string[]>(csvOf(kind.rows(result)).trimEnd());
      assert.equal(data.length, 1 + rows[kind.kind]);
      assert.ok(data.every((row) => row.length === data[0]!.length));
      for (const cell of data.flat()) assert.ok(!/^[=+@]/.test(cell), cell);
    });

    it(`of kind ${kind.kind} are lines that hold their conventions`, () => {
      const lines = kind.lines(result);
      assert.ok(lines.length > 0 && lines.every((line) => !line.includes('\n')));
      for (const sentence of result.conventions) assert.ok(lines.includes(sentence));
    });

    it(`of kind ${kind.kind} open from a run that the first version wrote`, async () => {
      const at = join(folder, '.netloupe/runs', kind.kind);
      mkdirSync(at, { recursive: true });
      cpSync(join(root, 'test/fixtures/runs', kind.kind), at, { recursive: true });
      assert.deepEqual(await new RunStore(folder).result(kind.kind), result);
    });
  }

  it('give each value of an attribution a row with its place', () => {
    const { attribution } = samples;
    const table = kindOf(attribution).rows({ ...attribution, attribution: float32([1, 2, 2], [1, 2, 3, 4]), standardError: float32([1, 2, 2], [0, 0, 0, 0.5]) }); // prettier-ignore
    assert.deepEqual(table[0], ['sample', 'axis_1', 'axis_2', 'attribution', 'standard_error']);
    assert.deepEqual(table.slice(1).map((row) => row.slice(0, 4)), [[0, 0, 0, 1], [0, 0, 1, 2], [0, 1, 0, 3], [0, 1, 1, 4]]); // prettier-ignore
    assert.equal(table[4]![4], 0.5);
  });

  it('refuse a table that no spreadsheet opens', () => {
    const { attribution } = samples;
    const large = { ...attribution, attribution: float32([1, 2 ** 20], new Float32Array(2 ** 20)) };
    assert.throws(() => kindOf(large).rows(large), /1,048,576 values.*write a \.npz file/);
  });

  it('say which kinds there are where one is unknown', () => {
    assert.throws(
      () => kindOf({ kind: 'hologram' } as unknown as Result),
      /does not know results of kind "hologram".*attribution/,
    );
  });

  it('say for how many samples a law fails, and for which most', () => {
    assert.match(kindOf(samples.attribution).lines(samples.attribution)[1]!, /Gap 0\.020, tolerance 0\.01: not converged for 1 of 2 samples, sample 1 the worst\.$/); // prettier-ignore
  });
});
