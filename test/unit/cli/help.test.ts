/** The command line's help: the overview fits a screen, and every command has the rest with two examples that it accepts. */
import assert from 'node:assert/strict';
import { readArguments } from '../../../src/cli/arguments';
import { commands } from '../../../src/cli/commands';
import { helpOf, overview } from '../../../src/cli/help';

const SCREEN = { lines: 24, columns: 80 };

describe('help of the command line', () => {
  it('fits a screen, with a line for each command', () => {
    const lines = overview(commands).split('\n');
    assert.ok(lines.length <= SCREEN.lines, `${lines.length} lines`);
    for (const line of lines) assert.ok(line.length <= SCREEN.columns, line);
    for (const { name, summary } of commands) {
      assert.ok(summary.length <= 55, `${name}: ${summary.length} characters`);
      assert.equal(
        lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${summary}`)).length,
        1,
        name,
      );
    }
  });

  for (const command of commands)
    it(`${command.name} --help fits 80 columns and has two examples that parse`, () => {
      const help = helpOf(command);
      // A word that is longer, such as a usage's alternatives, is not broken.
      for (const line of help.split('\n')) assert.ok(line.length <= SCREEN.columns || !line.trim().includes(' '), line);
      assert.notEqual(command.examples[0], command.examples[1]);
      for (const example of command.examples) {
        assert.ok(help.replaceAll(/\s+/g, ' ').includes(`netloupe ${example}`), example);
        assert.ok(`${example} `.startsWith(`${command.name} `), example);
        const words = example.slice(command.name.length).match(/"[^"]*"|\S+/g) ?? [];
        const given = words.map((word) => word.replaceAll('"', ''));
        readArguments(command, given);
        assert.throws(() => readArguments(command, [...given, '--no-such-option']), /Usage: netloupe/);
      }
      const documented = new Set(command.usage.match(/(?<=--)[a-z-]+/g));
      assert.deepEqual([...Object.keys(command.options)].filter((option) => !documented.has(option)), []); // prettier-ignore
    });
});
