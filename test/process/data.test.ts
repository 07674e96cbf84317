/** One data set in all its forms, through every command that takes data: the numbers are the same, and what is wrong is said in one sentence. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine } from '../../src/editor/runs/commandLine';
import { encodeNpz, encodePng, openFile, readData } from '../../src/formats';
import { LocalService } from '../../src/kernel/service';
import type { ExplainForm } from '../../src/shared/api/explain';
import { float32, int64, tensorOf, toNumbers } from '../../src/shared/tensor';
import { command } from '../helpers/command';
import { dense, network, temporaryFolder, writeModel } from '../helpers/models';
import { idxOf, safetensorsOf } from '../unit/formats/files';

const SIDE = 4;
const PIXELS = SIDE * SIDE;
const COUNT = 4;
/** Of sample n: the bytes 16 n, 16 n + 1, … as {@link idxOf} writes them. */
const levels = Array.from({ length: COUNT * PIXELS }, (_, i) => i);
const numbers = Float32Array.from(levels, (level) => level * (1 / 255));
/** By the sub-folders' names and the model's, which are in another order. */
const classes = [1, 1, 0, 0];

describe('data sets in every form', () => {
  const files = temporaryFolder();
  let model: string;
  const write = (name: string, content: Uint8Array | string): string => {
    const path = files.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const picture = (n: number): Uint8Array =>
    encodePng(tensorOf('uint8', [SIDE, SIDE, 1], levels.slice(n * PIXELS, (n + 1) * PIXELS)));
  const forms: Record<string, () => string> = {
    folder: () => files.path('pictures'),
    npz: () => `${files.path('data.npz')}#x`,
    safetensors: () => `${files.path('data.safetensors')}#x`,
    csv: () => files.path('data.csv'),
    idx: () => files.path('train-images-idx3-ubyte'),
  };
  before(() => {
    const rows = [1, 2].map((k) => Array.from({ length: PIXELS }, (_, i) => Math.sin(k * i)));
    model = writeModel(
      files.path('two.onnx'),
      network([1, PIXELS], (b, x) => dense(b, b.op('Tanh', [x]), rows, [0.1, -0.2])),
    );
    write('two.labels.txt', 'Dog\nCat\n');
    for (let n = 0; n < COUNT; n++) write(`pictures/${n < 2 ? 'cat' : 'dog'}/${n}.png`, picture(n));
    write('data.npz', encodeNpz({ x: float32([COUNT, PIXELS], numbers), y: int64([COUNT], classes) }));
    const bytes = Buffer.from(numbers.buffer);
    const header = safetensorsOf({ x: ['F32', [COUNT, PIXELS], 0, bytes.length] }, 0);
    write('data.safetensors', Buffer.concat([header, bytes]));
    const lines = classes.map((label, n) => [label, ...numbers.subarray(n * PIXELS, (n + 1) * PIXELS)].join());
    const names = Array.from({ length: PIXELS }, (_, i) => `p${i}`);
    write('data.csv', ['label', ...names].join() + '\n' + lines.join('\n'));
    write('train-images-idx3-ubyte', idxOf(8, [COUNT, SIDE, SIDE], COUNT * PIXELS));
    write('train-labels-idx1-ubyte', Buffer.concat([idxOf(8, [COUNT], 0), Buffer.from(classes)]));
  });

  for (const form of Object.keys(forms)) {
    it(`${form}: run, attribute and activations give the same numbers`, async () => {
      const input = forms[form]!();
      const out = files.path(`${form}.npz`);
      const array = async (name: string, ...args: string[]): Promise<number[]> => {
        const { status, stderr } = await command(...args, '--out', out);
        assert.equal(status, 0, stderr);
        return Array.from(toNumbers(await readData(`${out}#${name}`)));
      };
      const { outputs } = await new LocalService().describeModel(model);
      const name = outputs[0]!.name;
      const said = await array(name, 'run', model, '--input', input);
      assert.deepEqual(said, await array(name, 'activations', model, '--input', input, '--layer', name));
      assert.deepEqual(said, await array('output', 'attribute', model, '--input', input, '--method', 'gradient'));
      // tanh'(x) · w of the class, by its formula.
      const map = await array('attribution', 'attribute', model, '--input', input, '--method', 'gradient', '--target', '1'); // prettier-ignore
      const expected = Array.from(numbers, (x, i) => (1 - Math.tanh(x) ** 2) * Math.sin(2 * (i % PIXELS)));
      assert.ok(map.every((value, i) => Math.abs(value - expected[i]!) < 1e-6));
    });

    if (form !== 'safetensors')
      it(`${form}: its labels are the classes of the model`, async () => {
        const out = files.path(`${form}-label.npz`);
        const { status, stderr } = await command('attribute', model, '--input', forms[form]!(), '--method', 'gradient', '--target', 'label', '--out', out); // prettier-ignore
        assert.equal(status, 0, stderr);
        assert.deepEqual(Array.from(toNumbers(await readData(`${out}#target`))), classes);
        const service = new LocalService();
        const columns = await service.modelColumns({ model, data: forms[form]!(), device: 'cpu', memoryBudget: 2 ** 28 }, {}); // prettier-ignore
        const logits = toNumbers(await readData(`${out}#output`));
        const right = classes.map((label, n) => Number(label === Number(logits[2 * n + 1]! > logits[2 * n]!)));
        const correct = columns.find(({ name }) => name === 'correct');
        assert.ok(correct?.kind === 'categories' && correct.remark === undefined);
        assert.deepEqual([...correct.codes], right);
        const loss = columns.find(({ name }) => name === 'loss');
        assert.ok(loss?.kind === 'numbers');
        classes.forEach((label, n) => {
          const [own, other] = [logits[2 * n + label]!, logits[2 * n + 1 - label]!];
          assert.ok(Math.abs(loss.values[n]! - Math.log(1 + Math.exp(other - own))) < 1e-5);
        });
      });

    it(`${form}: embed and evaluate take it`, async () => {
      const input = forms[form]!();
      const laid = await command('embed', input, '--method', 'pca', '--json');
      assert.equal(laid.status, 0, laid.stderr);
      assert.deepEqual((JSON.parse(laid.stdout) as { shape: number[] }).shape, [COUNT, 2]);
      const ranked = await command('evaluate', model, '--input', input, '--methods', 'gradient', '--measures', 'deletion', '--samples', '3', '--json'); // prettier-ignore
      assert.equal(ranked.status, 0, ranked.stderr);
      assert.equal((JSON.parse(ranked.stdout) as { samples: number }).samples, 3);
    });
  }

  it('what was collected is a data set of its own, with the labels', async () => {
    const { outputs } = await new LocalService().describeModel(model);
    const out = files.path('collected.npz');
    assert.equal((await command('activations', model, '--input', forms['folder']!(), '--layer', outputs[0]!.name, '--out', out)).status, 0); // prettier-ignore
    const { columns } = await new LocalService().describeDataset(`${out}#${outputs[0]!.name}`);
    assert.deepEqual(columns, [{ name: 'folder', kind: 'categories', label: true }]);
  });

  it('the command that a panel copies gives identical arrays, corrected preprocessing included', async () => {
    const form: ExplainForm = {
      ...{ method: 'input-x-gradient', parameters: {}, target: '1', device: 'cpu', seed: 3 },
      preprocessing: { invert: true, scale: 1 / 127.5, mean: [1], std: [0.3] },
    };
    const input = forms['folder']!();
    const shown = await new LocalService().attribute({ ...form, model, input, memoryBudget: 2 ** 30 }, {});
    const line = commandLine({ model, input, form, platform: 'linux' });
    const words = line.split(' ').slice(1).map((word) => word.replaceAll("'", '')); // prettier-ignore
    const out = files.path('copied.npz');
    const { status, stderr } = await command(...words, '--out', out);
    assert.equal(status, 0, stderr);
    assert.deepEqual((await readData(`${out}#attribution`)).data, shown.attribution.data);
    assert.deepEqual((await readData(`${out}#output`)).data, shown.output.data);
    const plain = await new LocalService().attribute({ ...form, preprocessing: {}, model, input, memoryBudget: 2 ** 30 }, {}); // prettier-ignore
    assert.notDeepEqual(plain.attribution.data, shown.attribution.data);
  });

  it('corrections are those of pictures, by their names', async () => {
    const asked = (input: string, setting: string) => command('run', model, '--input', input, '--preprocessing', setting, '--out', files.path('no.npz')); // prettier-ignore
    assert.match((await asked(forms['folder']!(), 'scle=1')).stderr, /no setting "scle"; did you mean "scale"\?/);
    assert.match((await asked(forms['folder']!(), 'resize=cubic')).stderr, /^netloupe: Preprocessing: resize: /);
    assert.match((await asked(forms['csv']!(), 'scale=1')).stderr, /Preprocessing is for pictures; .*data\.csv holds arrays/); // prettier-ignore
    assert.match((await asked(forms['csv']!(), 'scale')).stderr, /--preprocessing takes name=value, not "scale"/);
  });

  describe('what is wrong', () => {
    const cases: [what: string, make: () => string, sentence: RegExp, args?: string[]][] = [
      ['an empty folder', () => dirname(write('empty/notes.txt', 'none')), /empty has no pictures \(\.png, \.jpg, \.jpeg\) in it or its sub-folders\.$/],
      ['a broken picture', () => dirname(write('broken/2.png', [write('broken/1.png', picture(0)), picture(1).slice(0, 60)][1]!)), /broken\/2\.png, byte \d+: .*; repair this picture or remove it from the folder$/],
      ['a picture that is none', () => dirname(write('other/1.png', 'hello')), /other\/1\.png, byte 0: .*; repair this picture/],
      ['an empty picture', () => dirname(write('nothing/1.png', '')), /nothing\/1\.png, byte 0: the file is empty; repair/],
      ['an array under the name of a picture', () => dirname(write('array/1.png', encodeNpz({ x: float32([1], [1]) }))), /array\/1\.png: is npz, not a picture; repair/],
      ['a label that is no class', () => (write('strange/cow/1.png', picture(1)), write('strange/cat/1.png', picture(0)), files.path('strange')), /1 of 2 samples .* \(first sample 1, counted from 0\).*1 of 2 labels in "folder" \("cow"\) match no class: they are not among the model's classes \("Dog", "Cat"\)/, ['--target', 'label']],
      ['labels of some only', () => (write('some/cat/1.png', picture(0)), write('some/2.png', picture(1)), files.path('some')), /1 of 2 samples of .*some have no label that is a class \(first sample 0, counted from 0\); explain "argmax" instead\.$/, ['--target', 'label']],
      ['no labels', () => dirname(write('bare/1.png', picture(0))), /bare has no labels; explain "argmax" instead\.$/, ['--target', 'label']],
      ['an array of a folder', () => `${files.path('pictures')}#x`, /is a folder of pictures, which has no arrays; leave out "#x"/],
      ['what is not there', () => files.path('absent'), /absent: there is no such file$/],
    ]; // prettier-ignore
    for (const [what, make, sentence, args = []] of cases)
      it(what, async () => {
        const { status, stderr } = await command(
          'attribute',
          model,
          '--input',
          make(),
          '--method',
          'gradient',
          ...args,
        );
        assert.notEqual(status, 0);
        assert.match(stderr.trimEnd(), sentence);
        assert.equal(stderr.trimEnd().split('\n').length, 1);
      });

    it('a picture that may not be read', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      const path = write('locked/1.png', picture(0));
      chmodSync(path, 0);
      const { stderr } = await command('run', model, '--input', dirname(path), '--out', files.path('no.npz'));
      assert.match(stderr, /locked\/1\.png: .*; repair this picture or remove it from the folder\n$/);
    });

    it('pictures of several sizes: resized for a network, refused as rows', async () => {
      write('mixed/1.png', picture(0));
      write('mixed/2.png', encodePng(tensorOf('uint8', [8, 8, 1], new Array<number>(64).fill(9))));
      const out = files.path('mixed.npz');
      assert.equal((await command('run', model, '--input', files.path('mixed'), '--out', out)).status, 0);
      assert.deepEqual((await openFile(out)).arrays[0]!.shape, [2, 2]);
      const { stderr } = await command('embed', files.path('mixed'), '--method', 'pca');
      assert.match(stderr, /2\.png is 8 × 8 × 1 uint8, 1\.png is 4 × 4 × 1 uint8; to map pictures of several sizes, choose a model and a layer/); // prettier-ignore
    });
  });
});
