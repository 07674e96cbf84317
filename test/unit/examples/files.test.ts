/** The committed examples: what the scripts make, right as often as they should be, small. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dataFiles } from '../../../scripts/examples/dataFiles';
import { classNames, type Digits } from '../../../scripts/examples/dataset';
import { accuracy, modelGraph } from '../../../scripts/examples/model';
import { weightShapes, type Weights } from '../../../scripts/examples/network';
import { examples } from '../../../scripts/vscode/paths';
import { Engine } from '../../../src/engine/engine';
import { findLabels, loadInput, openFile, readData, readLabels } from '../../../src/formats';
import { withGraph, type Model } from '../../../src/formats/models/model';
import { openModel } from '../../../src/formats/models/open';
import { openVectors } from '../../../src/formats/vectors/vectors';
import { contentsOf } from '../../../src/graph/contents';
import { scoreAnalogies } from '../../../src/methods/vectors/analogy';
import { spaceOf } from '../../../src/methods/vectors/space';
import { toFloat32, toNumbers } from '../../../src/shared/tensor';

const models = [
  { file: 'digits.onnx', least: 0.985 },
  { file: 'checkpoints/digits-epoch-1.onnx', least: 0.9 },
];

describe('the committed examples', () => {
  const engine = new Engine();
  let drawn = '';
  before(async () => {
    drawn = await mkdtemp(join(tmpdir(), 'netloupe-'));
  });
  after(async () => {
    await engine.dispose();
    await rm(drawn, { recursive: true, force: true });
  });

  for (const [name, bytes] of dataFiles()) {
    it(`${name} is what the script draws`, async () => {
      const committed = join(examples, name);
      if (name.endsWith('.txt')) {
        assert.deepEqual(new Uint8Array(readFileSync(committed)), bytes);
        return;
      }
      const fresh = join(drawn, basename(name));
      await writeFile(fresh, bytes);
      const [mine, theirs] = [await openFile(fresh), await openFile(committed)];
      assert.deepEqual(theirs.arrays, mine.arrays);
      for (const array of mine.arrays) {
        if (array.dtype === 'string') {
          assert.deepEqual(await theirs.read(array.name), await mine.read(array.name));
          continue;
        }
        const [a, b] = [toNumbers(await mine.read(array.name)), toNumbers(await theirs.read(array.name))];
        // Sines may differ in their last bit between machines, and so a level by one of 255, which a JPEG spreads.
        const level = mine.picture ? 1 : 1 / 255;
        const far = Array.from(a).filter((value, i) => Math.abs(value - b[i]!) > level * 1.01).length;
        assert.ok(far <= a.length / 1000, `${far} of ${a.length} numbers of ${array.name} differ`);
      }
    });
  }

  for (const { file, least } of models) {
    describe(file, () => {
      let model: Model;
      before(async () => {
        model = withGraph(await openModel(join(examples, file)));
      });

      it('is the network of the script, with names for layers and weights', async () => {
        const expected = modelGraph(await weightsOf(model));
        assert.deepEqual(model.graph.nodes, expected.nodes);
        assert.deepEqual(model.graph.inputs, expected.inputs);
        assert.deepEqual(model.graph.outputs, expected.outputs);
        const shapes = [...model.graph.initializers].map(([name, { shape }]) => [name, shape]);
        assert.deepEqual(Object.fromEntries(shapes), weightShapes);
      });

      it('says where it comes from', () => {
        assert.deepEqual(Object.keys(model.metadata).sort(), ['accuracy', 'description', 'epoch', 'labels']);
        assert.equal(model.metadata['labels'], classNames.join(','));
      });

      it(`is right about ${least * 100} % of the committed test set, or more`, async () => {
        const right = await accuracy(engine, await weightsOf(model), await testSet());
        assert.ok(right >= least, String(right));
      });
    });
  }

  it('are pictures that the network reads as what they are called, the photo too', async () => {
    const model = withGraph(await openModel(join(examples, 'digits.onnx')));
    const program = await engine.compile(model.graph, { device: 'cpu' });
    for (const name of readdirSync(join(examples, 'digits'))) {
      const { tensor } = await loadInput(join(examples, 'digits', name), model.graph.inputs[0]!);
      const { logits } = await program.run({ image: tensor });
      const values = logits!.data as Float32Array;
      assert.equal(values.indexOf(Math.max(...values)), Number(/\d/.exec(name)![0]), name);
    }
  });

  it('have the names of the classes where they are looked for', async () => {
    const labels = await findLabels(join(examples, 'digits.onnx'));
    assert.deepEqual(await readLabels(labels!), classNames);
  });

  it('define the same layers in Python and in TypeScript', async () => {
    const { graph } = withGraph(await openModel(join(examples, 'digits.onnx')));
    const layers = graph.nodes.map(({ name }) => name).sort();
    const found = (file: string, pattern: RegExp): string[] =>
      [...readFileSync(join(examples, file), 'utf8').matchAll(pattern)].map(([, name]) => name!).sort();
    assert.deepEqual(found('digits.py', /self\.(\w+) = nn\./g), layers);
    assert.deepEqual(found('digits.ts', /layers\.\w+\(\{ name: '(\w+)'/g), layers);
  });

  it('have word vectors whose capitals are where their countries are', async () => {
    const space = spaceOf(await openVectors({ vectors: join(examples, 'words.vec') }));
    const questions = readFileSync(join(examples, 'words-questions.txt'), 'utf8');
    const { sections } = await scoreAnalogies(space, questions, 'words-questions.txt', { engine });
    assert.deepEqual(sections.map(({ name, asked, skipped }) => [name, asked, skipped]), [['capitals', 90, 0], ['family', 90, 0]]); // prettier-ignore
    for (const { name, correct, asked } of sections) assert.ok(correct / asked > 0.8, name);
  });

  it('are small: a model under 250 kB, all under 700 kB', () => {
    const sizes = readdirSync(examples, { recursive: true, encoding: 'utf8' }).map((name) => {
      const stat = statSync(join(examples, name));
      if (name.endsWith('.onnx')) assert.ok(stat.size < 250_000, name);
      return stat.isFile() ? stat.size : 0;
    });
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 700_000);
  });
});

async function testSet(): Promise<Digits> {
  const images = toFloat32(await readData(`${join(examples, 'digits.npz')}#images`));
  const labels = await readData(`${join(examples, 'digits.npz')}#labels`);
  assert.deepEqual(images.shape, [200, 1, 28, 28]);
  assert.equal(labels.dtype, 'int64');
  return { images, labels: Array.from(toNumbers(labels)) };
}

async function weightsOf({ graph }: Model): Promise<Weights> {
  const read = [...graph.initializers].map(async ([name, constant]) => [name, await contentsOf(constant)] as const);
  return Object.fromEntries(await Promise.all(read));
}
