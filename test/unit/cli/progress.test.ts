/** Progress on standard error: one line in a terminal, a line every few seconds elsewhere. */
import assert from 'node:assert/strict';
import { ProgressLine } from '../../../src/cli/progress';

describe('progress of a command', () => {
  const run = (isTTY: boolean) => {
    let time = 0;
    let written = '';
    const line = new ProgressLine({ isTTY, columns: 30, write: (text) => (written += text) }, () => time);
    for (let step = 0; step < 240; step++) {
      time = 50 * step;
      line.show({ fraction: step / 240, message: 'Integrated gradients over and over' });
    }
    return { line, written: () => written };
  };

  it('in a terminal it is one line, written over, within its columns, and gone when something else is said', () => {
    const { line, written } = run(true);
    assert.ok(!written().includes('\n'));
    const shown = written().split('\r\u001b[2K').slice(1);
    // Ten times a second for 12 seconds.
    assert.equal(shown.length, 120);
    for (const text of shown) assert.ok(text.length < 30, text);
    assert.equal(shown.at(-1), ' 99 %  12 s  Integrated gradi');
    line.clear();
    assert.ok(written().endsWith('\r\u001b[2K'));
    const before = written();
    line.clear();
    assert.equal(written(), before);
  });

  it('elsewhere it is a line every five seconds, with nothing that only a terminal knows', () => {
    const { line, written } = run(false);
    line.clear();
    assert.equal(
      written(),
      ' 41 %  5 s  Integrated gradients over and over\n 83 %  10 s  Integrated gradients over and over\n',
    );
  });
});
