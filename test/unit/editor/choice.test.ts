/** What scripts may pass, what pages may have kept, and what is remembered. */
import assert from 'node:assert/strict';
import { Memory, parseChoice } from '../../../src/editor/ask/choice';
import { parseForm, parseState } from '../../../src/editor/explain/state';
import { ArgumentError } from '../../../src/shared/errors';

const form = { method: 'gradient', parameters: {}, target: '3', device: 'auto', seed: 0, preprocessing: {} };

describe('arguments of netloupe.explain', () => {
  it('may be given in part', () => {
    assert.deepEqual(parseChoice({}), {});
    assert.deepEqual(parseChoice({ model: '/m.onnx', input: undefined }), { model: '/m.onnx' });
    assert.deepEqual(parseChoice({ target: 3, parameters: { steps: 9 } }), { target: '3', parameters: { steps: 9 } });
  });

  for (const given of [
    { model: 1 },
    { mode: 'x' },
    { parameters: 'steps=9' },
    { target: [3] },
    [1],
    { parameters: null },
  ]) {
    it(`are not ${JSON.stringify(given)}`, () => assert.throws(() => parseChoice(given), ArgumentError));
  }
});

describe('forms and states from outside', () => {
  it('are taken when they are what the contract says', () => {
    assert.deepEqual(parseForm(form), form);
    assert.deepEqual(parseState({ model: 'm', input: 'i', form, more: 1 }), { model: 'm', input: 'i', form });
  });

  const wrong: [string, (value: unknown) => unknown, unknown[]][] = [
    ['form', parseForm, [null, undefined, 1, [], {}, { ...form, seed: '0' }, { ...form, parameters: [] }]],
    ['state', parseState, [undefined, 'x', { model: 'm', form }, { model: 'm', input: 'i', form: {} }]],
  ];
  for (const [what, parse, values] of wrong) {
    for (const value of values) {
      it(`are no ${what}: ${JSON.stringify(value) ?? 'nothing'}`, () =>
        assert.throws(() => parse(value), ArgumentError));
    }
  }
});

describe('memory of choices', () => {
  const rest = { target: '3', method: 'gradient', parameters: {} };

  it('keeps the newest inputs of a model first, each once', async () => {
    const memory = new Memory(memento());
    for (const input of ['a', 'b', 'a', 'c', 'd', 'e', 'f']) await memory.remember('/m', input, rest);
    assert.deepEqual(memory.recall('/m'), { ...rest, inputs: ['f', 'e', 'd', 'c', 'a'] });
    assert.equal(memory.recall('/other'), undefined);
  });

  it('forgets the models unused for longest', async () => {
    const memory = new Memory(memento());
    for (let model = 0; model < 60; model++) await memory.remember(`/${model}`, 'a', rest);
    assert.equal(memory.recall('/9'), undefined);
    assert.ok(memory.recall('/10'));
    assert.ok(memory.recall('/59'));
  });
});

/** VS Code's store of a workspace, kept as JSON as VS Code keeps it. */
function memento(): ConstructorParameters<typeof Memory>[0] {
  const values = new Map<string, string>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.has(key) ? (JSON.parse(values.get(key)!) as T) : fallback) as T,
    update: (key, value) => Promise.resolve(void values.set(key, JSON.stringify(value))),
  };
}
