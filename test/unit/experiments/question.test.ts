/** Every field of a question goes through everything that reads, keeps, moves or says questions, and comes back as it was. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { cloudQuestion, cloudRequest, parseCloudState } from '../../../src/editor/cloud/question';
import { keptQuestion, questionOf, requestOf, shownQuestion } from '../../../src/editor/runs/question';
import { askedOf, fallbackOf } from '../../../src/experiments/asked';
import { parseExperiment } from '../../../src/experiments/experiment';
import { expand } from '../../../src/experiments/grid';
import { jobKey } from '../../../src/experiments/key';
import { hashesOf, makeRun, stampFiles } from '../../../src/experiments/run/make';
import { startedGrids, startGrid } from '../../../src/experiments/run/grids';
import { Assignment } from '../../../src/experiments/run/queue/message';
import { keyOf } from '../../../src/experiments/vocabulary';
import { writeExperiment } from '../../../src/experiments/write';
import { methodById, methods } from '../../../src/methods';
import { parseParameters } from '../../../src/methods/method';
import type { Question } from '../../../src/shared/question/fields';
import { fieldNames, fieldOf, writtenNames, type FieldName } from '../../../src/shared/question/fields';
import { filesOf, withFiles } from '../../../src/shared/question/files';
import { questionOptions, questionWords, readQuestion } from '../../../src/shared/question/words';
import { temporaryFolder } from '../../helpers/models';
import { FakeExecutor, workspace } from './run/fake';

const root = resolve('/home/space');

/** For each field a value that is not its default, and another one. To add a field, add a line. */
const samples: { readonly [F in FieldName]: readonly [Required<Question>[F], Required<Question>[F]] } = {
  model: ['a.onnx', 'b.onnx'],
  input: ['x.npy#images', 'x.npy#labels'],
  target: ['x.npy#labels', 'conv:1,2'],
  layer: ['conv', 'dense'],
  pooling: ['max', 'flatten'],
  earlier: [
    { path: 'x.npy', use: 'added', data: 'x.npy#old' },
    { path: 'x.npy', use: 'added', data: 'x.npy#older' },
  ],
  method: ['tsne', 'gradient'],
  parameters: [{ perplexity: 12 }, { perplexity: 13 }],
  seed: [7, -8],
  device: ['cpu', 'webgpu'],
  preprocessing: [
    { scale: 2, width: 28 },
    { scale: 2, width: 29 },
  ],
};

const full = pick(0);

describe('a question', () => {
  const files = temporaryFolder();

  it('has a sample of each of its fields here, none of them its default', () => {
    assert.deepEqual(Object.keys(samples).sort(), [...fieldNames].sort());
    for (const name of fieldNames) {
      assert.notDeepEqual(samples[name][0], fieldOf(name).default, name);
      assert.notDeepEqual(samples[name][0], samples[name][1], name);
    }
  });

  it('is asked by some method with each of its fields', () => {
    const asked = new Set(methods.flatMap((method) => askedOf(method, () => true)));
    assert.deepEqual([...asked].sort(), [...writtenNames].sort());
  });

  for (const name of fieldNames) {
    const other = { ...full, [name]: samples[name][1] };
    const { [name]: _left, ...without } = full;

    it(`has another key with another ${name}, and without`, () => {
      const keys = [full, other, without].map((question) => jobKey(question as Question, {}));
      assert.equal(new Set(keys).size, 3);
    });

    it(`is stored, queued and resumed with its ${name}`, async () => {
      for (const question of [full, other]) {
        const run = { id: 'a', label: 'l', request: question };
        const message = JSON.parse(JSON.stringify({ run, hashes: {} })) as unknown;
        assert.deepEqual(Assignment.parse(message).run.request, question);
        const store = workspace(files.path(`grid-${name}-${String(question === full)}`));
        await startGrid(store, { jobs: [run] });
        assert.deepEqual((await startedGrids(store))[0]!.runs[0]!.request, question);
        const kept = await makeRun(store, run, new FakeExecutor(1), { share: { memoryBudget: 1 }, lastTry: true });
        const { request } = await store.read(kept.record.id);
        assert.deepEqual({ ...request, parameters: question.parameters }, question);
      }
    });

    it(`goes to panels and back with its ${name}`, () => {
      const kept = keptQuestion(other, root);
      const shown = shownQuestion(kept, root);
      assert.deepEqual(keptQuestion(shown, root), kept);
      assert.deepEqual(cloudRequest(cloudQuestion(kept, root), root), kept);
      assert.deepEqual(parseCloudState({ question: shown }), { question: shown });
      const explained = { ...kept, method: 'smoothgrad', parameters: parseParameters(methodById('smoothgrad'), {}) };
      assert.deepEqual(requestOf(questionOf(explained, root)!, root), explained);
    });

    it(`is said on the command line with its ${name}`, () => {
      const options = questionOptions(fieldNames);
      for (const question of [full, other]) {
        const { values } = parseArgs({ args: joined(questionWords(question)), options });
        assert.deepEqual(readQuestion(values as never, fieldNames), question);
      }
    });
  }

  it('names its files by full paths when it is computed, whatever names them', () => {
    const specs = new Set<string>();
    const changed = withFiles(full, (spec) => (specs.add(spec), resolve(root, spec)));
    assert.deepEqual(
      withFiles(changed, (spec) => spec.replace(join(root, '/'), '')),
      full,
    );
    // Each text in it that is a file of the workspace is one of them.
    const texts = JSON.stringify(full).match(/"[^"]+\.(npy|onnx)(#[^"]*)?"/g)!;
    assert.deepEqual([...specs].sort(), [...new Set(texts.map((text) => text.slice(1, -1)))].sort());
  });

  it('has another key where one of its files holds something else', async () => {
    const store = workspace(files.path('stamps'));
    const question = withFiles(full, (spec) => spec);
    const hashes = hashesOf(await stampFiles(store.root, question));
    assert.deepEqual(Object.keys(hashes).sort(), filesOf(question).map(({ file }) => file).sort()); // prettier-ignore
    for (const file of Object.keys(hashes))
      assert.notEqual(jobKey(question, { ...hashes, [file]: 'other' }), jobKey(question, hashes), file);
  });

  it('keeps the keys of runs from before the fields were in one place', () => {
    for (const [question, alone, withFiles] of keysBefore)
      assert.deepEqual([jobKey(question, {}), jobKey(question, hashes)], [alone, withFiles]);
  });

  for (const method of methods) {
    const asked = askedOf(method, () => true);

    it(`is saved as an experiment of ${method.id} and read again`, () => {
      const question = questionFor(method.id);
      for (const name of [undefined, ...asked]) {
        const one = { ...question, ...(name && { [name]: samples[name][1] }) };
        const file = join(root, 'deep/er/one.netloupe.yaml');
        const { experiment, problems } = parseExperiment(writeExperiment(file, one, { root }), file);
        assert.deepEqual(problems, []);
        assert.deepEqual(expand(experiment!, root).map(({ request }) => request), [one]); // prettier-ignore
      }
    });

    it(`is varied in a grid of ${method.id} in whatever an experiment lists`, () => {
      const { parameters: _own, ...question } = questionFor(method.id);
      for (const name of asked.filter((field) => fieldOf(field).written!.many)) {
        const given = Object.entries({ ...question, [name]: samples[name] });
        const keyed = given.map(
          ([field, value]) => [field === 'method' ? field : keyOf(field as 'seed'), value] as const,
        );
        const { experiment, problems } = parseExperiment(stringify(Object.fromEntries(keyed)), join(root, 'e.yaml'));
        assert.deepEqual(problems, []);
        const jobs = expand(experiment!, root);
        assert.deepEqual(jobs.map(({ request }) => request[name]), samples[name]); // prettier-ignore
        assert.equal(new Set(jobs.map(({ label }) => label)).size, 2);
      }
    });

    it(`of ${method.id} has a default wherever a file need not say it`, () => {
      for (const name of asked)
        if (fallbackOf(name, method) !== undefined) assert.deepEqual(fallbackOf(name, method), fieldOf(name).default);
    });
  }
});

function questionFor(id: string): Question {
  const method = methodById(id);
  const asked = askedOf(method, () => true).map((name) => [name, samples[name][0]]);
  const question = Object.fromEntries(asked) as Partial<Question>;
  return { ...question, method: id, parameters: parseParameters(method, {}) } as Question;
}

function pick(index: 0 | 1): Required<Question> {
  return Object.fromEntries(fieldNames.map((name) => [name, samples[name][index]])) as Required<Question>;
}

/** Numbers below 0 are no options. */
function joined(words: readonly string[]): string[] {
  return words.reduce<string[]>(
    (all, word) => (/^-\d/.test(word) ? [...all.slice(0, -1), `${all.at(-1)}=${word}`] : [...all, word]),
    [],
  );
}

/** Questions, and the keys that runs of them were stored under: without hashes of files, and with {@link hashes}. */
const keysBefore: [Question, string, string][] = [
  [
    {
      method: 'lrp',
      parameters: {
        a: 1,
      },
      seed: 0,
      device: 'auto',
    },
    '32d1035d85277f322902388ee30c72f72d1f790cf688827ea0db52df63bc013f',
    '1b951a92f35e463c5723472c439e0d6f49f4f9619ebca46b56582ba4d923b841',
  ],
  [
    {
      method: 'lrp',
      parameters: {
        a: 1,
      },
      seed: 0,
      device: 'auto',
      model: 'm.onnx',
      input: 'd.npz#x',
      target: 'a.npz#b',
    },
    '043fcdf0f1a7ac889162122a926669cbbf562f878aa0546e5420bdfa54f99984',
    'f868074298a398d348fe2c85914a3cc1218df1ce2a4ab401740ea69099c5023d',
  ],
  [
    {
      method: 'tsne',
      parameters: {
        a: 1,
      },
      seed: 0,
      device: 'auto',
      model: 'm.onnx',
      input: 'd.npy',
      layer: 'l',
      pooling: 'mean',
      preprocessing: {
        std: [1],
      },
    },
    'b22d8456033913d3a55e66517bc03e2f2d72794c926c68e702a0e094b7030bf4',
    '3ff969e314c3317f223f222de4b2923ae956845a10ff77f14ca9335209c4aab6',
  ],
  [
    {
      method: 'lrp',
      parameters: {
        a: 1,
      },
      seed: 0,
      device: 'auto',
      input: 'd.npz#',
    },
    'edc7e8e03ac0bf127f48aad9d276355ece5998d5621db9592bc9c569f4840c1a',
    'ff1be31ed997486dfe2577a9b203af3dfd3839f9313846ff2216d13d18c40eab',
  ],
];

const hashes = { model: 'f'.repeat(64), data: 'e'.repeat(64) };
