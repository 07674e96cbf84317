/** The command that the panel copies, read back by a real shell. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { commandLine } from '../../../src/editor/explain/commandLine';
import type { ExplainForm } from '../../../src/shared/panel';

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
      / --target conv1:0,2,3 --set samples=20 --set form=squared --set on=true --device cpu --seed 7$/,
    );
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
