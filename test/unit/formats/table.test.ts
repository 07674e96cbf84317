/** Tables as data of a network: which columns it gets, in which order, which column tells the classes, and what keeps its name. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { encodeNpz, loadInput, openDataset, rowsOf } from '../../../src/formats';
import { withGraph } from '../../../src/formats/models/model';
import { openModel } from '../../../src/formats/models/open';
import { writeOnnx } from '../../../src/graph/onnx/write';
import { rightClasses } from '../../../src/kernel/classes';
import { explainedInput } from '../../../src/kernel/inputs';
import { LocalService } from '../../../src/kernel/service';
import { float32, type Tensor } from '../../../src/shared/tensor';
import { dense, network, temporaryFolder } from '../../helpers/models';

type Cell = string | number;

/** Rows of named columns, each made from the row's number. */
function csv(columns: Record<string, (row: number) => Cell>, rows = 12): string {
  const lines = Array.from({ length: rows }, (_, row) => Object.values(columns).map((cell) => cell(row)).join()); // prettier-ignore
  return [Object.keys(columns).join(), ...lines].join('\n');
}

const age = (row: number): number => row + 0.5;
const dose = (row: number): number => 0.25 * row + 0.1;
const patient = (row: number): string => `P${row}`;
const diagnosis = (row: number): string => (row % 3 ? 'benign' : 'malignant');
const code = (row: number): number => row % 2;
const count = (row: number): number => 100 + row;

describe('formats/dataset/table', () => {
  const folder = temporaryFolder();
  const table = (text: string): string => {
    const path = folder.path('table.csv');
    writeFileSync(path, text);
    return path;
  };
  /** A classifier of `inputs` numbers and two classes. */
  const classifier = async (inputs: number, metadata: Record<string, string> = {}) => {
    const path = folder.path('table-model.onnx');
    const rows = [0, 1].map((k) => Array.from({ length: inputs }, (_, i) => (k ? i + 1 : -i - 1)));
    writeFileSync(
      path,
      writeOnnx(
        network([1, inputs], (b, x) => dense(b, x, rows, [0, 0])),
        '',
        metadata,
      ),
    );
    return openModel(path).then(withGraph);
  };

  const fitting: [what: string, columns: Parameters<typeof csv>[0], inputs: number, features: string[], label?: string][] = [
    ['exactly the columns it takes', { age, dose }, 2, ['age', 'dose']],
    ['a column of classes among those it takes', { age, code }, 2, ['age', 'code']],
    ['even one that is called a class', { age, class: code }, 2, ['age', 'class']],
    ['an identifier in words before, a diagnosis in words behind', { patient, age, dose, diagnosis }, 2, ['age', 'dose'], 'diagnosis'],
    ['a diagnosis in words between the numbers', { patient, age, diagnosis, dose }, 2, ['age', 'dose'], 'diagnosis'],
    ['an identifier in numbers, a label by its name', { id: count, age, dose, target: code }, 2, ['age', 'dose'], 'target'],
    ['whole numbers that are all different, under any name', { chart: count, age, dose, verdict: code }, 2, ['age', 'dose'], 'verdict'],
    ['labels by their values alone', { age, dose, verdict: code }, 2, ['age', 'dose'], 'verdict'],
    ['counts that it takes as they are', { count, dose }, 2, ['count', 'dose']],
    ['of two labels, the one that fits its classes', { label: (row) => 5 + (row % 2), age, dose, diagnosis: code }, 2, ['age', 'dose'], 'diagnosis'],
  ]; // prettier-ignore
  for (const [what, columns, inputs, features, label] of fitting)
    it(`finds columns and labels: ${what}`, async () => {
      const model = await classifier(inputs, label === 'diagnosis' && columns['diagnosis'] === diagnosis ? { labels: 'benign,malignant' } : {}); // prettier-ignore
      const path = table(csv(columns));
      const { dataset, tensor } = await loadInput(path, await explainedInput(model));
      assert.equal((await new LocalService().describeInput({ model: model.path, input: path })).label, label);
      assert.deepEqual(dataset.description.features, features);
      const expected = Array.from({ length: 12 }, (_, row) => features.map((name) => Math.fround(Number(columns[name]!(row))))).flat(); // prettier-ignore
      assert.deepEqual(Array.from(tensor.data, Number), expected);
      const classes = await rightClasses(dataset, model);
      const right = (row: number): number => {
        const cell = columns[label!]!(row);
        return typeof cell === 'number' ? cell : ['benign', 'malignant'].indexOf(cell);
      };
      assert.deepEqual(classes && [...classes.codes], label && Array.from({ length: 12 }, (_, row) => right(row)));
      if (features.length < Object.values(columns).filter((cell) => typeof cell(0) === 'number').length)
        assert.match(dataset.description.conventions.join(' '), /samples/);
    });

  it('takes the columns that the model names, in the order of the model', async () => {
    const path = table(csv({ dose, extra: (row) => row / 7, age }));
    for (const feature_names of ['["age", "dose"]', 'age, dose']) {
      const { dataset } = await loadInput(path, await explainedInput(await classifier(2, { feature_names })));
      assert.deepEqual(dataset.description.features, ['age', 'dose']);
    }
  });

  it('asks which columns are meant where that cannot be told, and takes those that are named', async () => {
    const path = table(csv({ age, dose, weight: (row) => row / 3 }));
    const input = await explainedInput(await classifier(2));
    await assert.rejects(loadInput(path, input), /has 3 columns of numbers and the model takes 2: name them, as in .*table\.csv#age,dose/); // prettier-ignore
    const { dataset, tensor } = await loadInput(`${path}#weight,age`, input);
    assert.deepEqual([dataset.description.array, tensor.data[1]], ['weight,age', 0.5]);
    await assert.rejects(loadInput(`${path}#weight,aeg`, input), /no column of numbers "aeg"; it has age/);
    await assert.rejects(loadInput(table(csv({ age })), input), /1 of numbers: age.* do not fit/);
  });

  it('without a model, leaves identifiers and labels out of the samples', async () => {
    const dataset = await openDataset(table(csv({ patient, id: count, age, dose, verdict: code })));
    assert.deepEqual(dataset.description.features, ['age', 'dose']);
    assert.deepEqual((await rowsOf(dataset)).shape, [12, 2]);
    assert.deepEqual(dataset.description.columns.filter(({ label }) => label).map(({ name }) => name), ['verdict']); // prettier-ignore
  });

  it('gives an explanation the names of what it explains, from a table and from arrays', async () => {
    const { path } = await classifier(2);
    const arrays = folder.path('named.npz');
    const feature_names: Tensor = { dtype: 'string', shape: [2], data: ['age', 'dose'] };
    writeFileSync(arrays, encodeNpz({ x: float32([3, 2], [1, 2, 3, 4, 5, 6]), feature_names }));
    const ask = { model: path, method: 'gradient', parameters: {}, target: 'argmax', device: 'cpu', seed: 0, memoryBudget: 2 ** 28 }; // prettier-ignore
    const service = new LocalService();
    for (const input of [table(csv({ patient, age, dose, diagnosis })), `${arrays}#x`])
      assert.deepEqual((await service.attribute({ ...ask, input })).features, ['age', 'dose']);
  });
});
