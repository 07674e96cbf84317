/** Answers that come late: given at once when they are there, kept for the next look, asked for again where that helps. */
import assert from 'node:assert/strict';
import { Answers, late, within } from '../../../../src/editor/hover/answers';
import { textAt } from '../../../../src/editor/hover/source/text';
import { FormatError, NetLoupeError } from '../../../../src/shared/errors';

describe('answers', () => {
  const asked: string[] = [];
  const ask = (key: string) => () => {
    asked.push(key);
    return Promise.resolve(key);
  };
  beforeEach(() => asked.splice(0));

  it('are asked for once', async () => {
    const answers = new Answers<string>();
    assert.deepEqual(await Promise.all(['a', 'b', 'a'].map((key) => answers.get(key, ask(key)))), ['a', 'b', 'a']);
    assert.deepEqual(asked, ['a', 'b']);
  });

  it('are forgotten when 64 others were looked at since', async () => {
    const answers = new Answers<string>();
    for (let i = 0; i < 64; i++) await answers.get(String(i), ask(String(i)));
    await answers.get('0', ask('0'));
    await answers.get('64', ask('64'));
    assert.equal(asked.length, 65);
    await answers.get('0', ask('0'));
    assert.equal(asked.length, 65);
    await answers.get('1', ask('1'));
    assert.equal(asked.length, 66);
  });

  it('keep what is wrong with a file, and ask again after a crash', async () => {
    for (const [error, times] of [
      [new FormatError('f', 'broken'), 1],
      [new NetLoupeError('kernel', 'gone'), 2],
      [new Error('?'), 2],
    ] as const) {
      const answers = new Answers<string>();
      let count = 0;
      const fail = () => {
        count++;
        return Promise.reject(error);
      };
      for (let i = 0; i < 2; i++) await assert.rejects(answers.get('k', fail), error);
      assert.equal(count, times);
    }
  });

  it('that are late or no longer wanted are not waited for', async () => {
    const never = new Promise<string>(() => undefined);
    const calm = () => ({ dispose: () => undefined });
    const hasty = (stop: () => void) => {
      stop();
      return { dispose: () => undefined };
    };
    assert.equal(await within(1, never, calm), late);
    assert.equal(await within(60_000, never, hasty), late);
    assert.equal(await within(60_000, Promise.resolve('now'), calm), 'now');
    assert.equal(await within(-5, Promise.resolve('now'), calm), 'now');
    await assert.rejects(within(60_000, Promise.reject(new Error('no')), calm), /no/);
  });
});

const texts: [source: string, text: string | undefined][] = [
  ['x = "a/b|.npz"', 'a/b.npz'],
  ["x = 'a\\\\b|.npz'", 'a\\b.npz'],
  ["x = r'a\\b|.npz'", 'a\\b.npz'],
  ['x = """a.npz|"""', 'a.npz'],
  ['x = "|a.npz', undefined],
  ['x = f"|a.npz"', undefined],
  ['x = b"|a.npz"', undefined],
  ['# "|a.npz"', undefined],
  ['x = a|.npz', undefined],
  ['x = "a" | + "b"', undefined],
];

describe('the text at a place', () => {
  for (const [marked, text] of texts)
    it(marked, () => assert.equal(textAt(marked.replace('|', ''), 'python', marked.indexOf('|'))?.text, text));
  it('of a template without parts', () => assert.equal(textAt('`a.npz`', 'script', 3)?.text, 'a.npz'));
  it('of a template with parts is not known', () => assert.equal(textAt('`${a}.npz`', 'script', 6), undefined));
});
