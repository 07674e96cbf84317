/** The command that the panel copies, read back by a real shell. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { commandLine } from '../../../src/editor/runs/commandLine';
import type { ExplainForm } from '../../../src/shared/api/explain';

const plain: ExplainForm = {
  method: 'gradient',
  parameters: {},
  target: 'argmax',
  device: 'auto',
  seed: 0,
  preprocessing: {},
};

describe('command line of an explanation', () => {
  it('leaves out what is the default', () => {
    assert.equal(
      commandLine({ model: '/m/digits.onnx', input: '/m/digit-3.png', form: plain, platform: 'linux' }),
      'netloupe attribute /m/digits.onnx --input /m/digit-3.png --method gradient',
    );
  });

  it('says the rest', () => {
    const form = {
      ...plain,
      target: 'conv1:0,2,3',
      device: 'cpu',
      seed: 7,
      parameters: { samples: 20, form: 'squared', on: true },
    };
    assert.match(
      commandLine({ model: 'm', input: 'i', form, platform: 'linux' }),
      / --target conv1:0,2,3 --set samples=20 --set form=squared --set on=true --seed 7 --device cpu$/,
    );
  });

  const others: [what: string, form: Partial<ExplainForm>, line: RegExp][] = [
    [
      'an evaluation',
      {
        method: 'faithfulness',
        parameters: {
          methods: ['lrp', { id: 'smoothgrad', parameters: { samples: 9 } }],
          measures: ['deletion', { id: 'infidelity', parameters: { samples: 40 } }],
          samples: 20,
        },
        target: '/m/d.npz#y',
        seed: 3,
      },
      /^netloupe evaluate m --input i --methods lrp,smoothgrad --measures deletion,infidelity --samples 20 --target '\/m\/d\.npz#y' --set smoothgrad\.samples=9 --set infidelity\.samples=40 --seed 3$/,
    ],
    [
      'an evaluation as nobody changed it',
      { method: 'faithfulness' },
      /^netloupe evaluate m --input i --methods gradient,input-x-gradient,integrated-gradients,lrp$/,
    ],
    [
      'a sanity check',
      { method: 'sanity-check', parameters: { method: { id: 'lrp', parameters: { epsilon: 2 } } }, target: '3' },
      /^netloupe sanity-check m --input i --method lrp --target 3 --set epsilon=2$/,
    ],
    [
      'clusters',
      { method: 'spray', parameters: { class: 4, settings: { epsilon: 2 } }, target: 'd.npz#y' },
      /^netloupe spray m --input i --labels 'd\.npz#y' --class 4 --set epsilon=2$/,
    ],
  ];
  for (const [what, form, line] of others)
    it(`has the words of the command for ${what}`, () =>
      assert.match(commandLine({ model: 'm', input: 'i', form: { ...plain, ...form }, platform: 'linux' }), line));

  it('refuses what only a file can express', () => {
    const parameters = { methods: ['lrp', { id: 'lrp', parameters: { epsilon: 2 } }] };
    const form = { ...plain, method: 'faithfulness', parameters };
    assert.throws(() => commandLine({ model: 'm', input: 'i', form, platform: 'linux' }), {
      kind: 'argument',
      message: /Save as Experiment/,
    });
  });

  it('survives a POSIX shell, whatever is in the names', function () {
    if (process.platform === 'win32') this.skip();
    const names = [
      '/a b/m.onnx',
      "/it's/$HOME.onnx",
      '/`x`/"q".onnx',
      '/a;b&c|d/*.onnx',
      '/ö/数.onnx',
      '/a\nb/\\.onnx',
    ];
    for (const model of names) {
      const line = commandLine({ model, input: `${model}.npz#x`, form: plain, platform: 'linux' });
      const { stdout } = spawnSync('sh', ['-c', line.replace('netloupe', `printf '%s\\0'`)], { encoding: 'utf8' });
      assert.deepEqual(stdout.split('\0').slice(0, 4), ['attribute', model, '--input', `${model}.npz#x`]);
    }
  });

  it('quotes for Windows with double quotes', () => {
    assert.equal(
      commandLine({ model: 'C:\\my models\\m.onnx', input: 'C:\\d.npz#x', form: plain, platform: 'win32' }),
      'netloupe attribute "C:\\my models\\m.onnx" --input "C:\\d.npz#x" --method gradient',
    );
  });
});
