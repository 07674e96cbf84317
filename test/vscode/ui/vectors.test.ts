/** Vector arithmetic by hand: the example's words are opened, asked, drawn between two axes, and there after a reload. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributes } from '../../../src/graph/attributes';
import { OPSET } from '../../../src/graph/graph';
import { writeOnnx } from '../../../src/graph/onnx/write';
import { float32 } from '../../../src/shared/tensor';
import { Workbench } from '../workbench';

/** Rows of a model's table: countries and capitals one step apart, as the textbook has it. */
const words: Record<string, number[]> = {
  england: [1, 0, 0],
  london: [1, 0, 1],
  france: [0, 1, 0],
  paris: [0, 1, 1],
  banana: [-1, -1, 0.1],
};

describe('vector arithmetic, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
    writeFileSync(join(workbench.folder, 'vocabulary.txt'), Object.keys(words).join('\n'));
    writeFileSync(join(workbench.folder, 'lookup.onnx'), lookup());
  });
  after(async () => await workbench.close());

  it('answers an expression about a file of the workspace', async () => {
    await workbench.runCommand('NetLoupe: Vector Arithmetic…');
    await workbench.quickPick('words.vec').click();
    await panel()
      .getByText(/vectors of 24 numbers/)
      .waitFor({ timeout: 60_000 });
    await ask('london - england + france');
    await workbench.screenshot('vectors');
  });

  it('places words between two axes', async () => {
    await panel().getByRole('tab', { name: 'Axes' }).click();
    for (const [name, word] of [
      ['Across: from', 'man'],
      ['Across: to', 'woman'],
      ['Up: from', 'poor'],
      ['Up: to', 'rich'],
    ] as const)
      await panel().getByRole('combobox', { name }).fill(word);
    await panel()
      .getByRole('textbox', { name: 'Words, separated by commas' })
      .fill('banker, nurse, miner, beggar, king, queen, actor, actress, waitress');
    await panel().locator('vscode-button', { hasText: 'Place Words' }).click();
    await panel().getByText('13 words; the cosine of the axes is').waitFor();
    await panel().locator('netloupe-axes-plane canvas[data-drawn]').waitFor();
    await workbench.screenshot('vectors-axes');
  });

  it('is as it was after the window was reloaded', async () => {
    await workbench.reload();
    await panel().getByRole('tab', { name: 'Axes', selected: true }).waitFor({ timeout: 60_000 });
    await panel().getByRole('tab', { name: 'Arithmetic' }).click();
    await panel().getByRole('button', { name: 'paris', exact: true }).waitFor();
  });

  it('asks the embedding matrix of a model, its rows named by a vocabulary', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('NetLoupe: Vector Arithmetic…');
    await workbench.quickPick('lookup.onnx').click();
    await workbench.quickPick('vocabulary.txt').click();
    await workbench.page.locator('.tab', { hasText: 'lookup.onnx#table' }).waitFor();
    await panel().getByText('5 vectors of 3 numbers').waitFor({ timeout: 60_000 });
    await ask('london - england + france');
    await workbench.screenshot('vectors-model');
  });

  function panel() {
    return workbench.webview().locator('netloupe-vectors');
  }

  async function ask(query: string): Promise<void> {
    const field = panel().getByRole('combobox', { name: 'Expression', exact: true });
    await field.fill(query);
    await field.press('Enter');
    await panel().locator('tbody tr', { hasText: 'paris' }).first().waitFor();
  }
});

/** A model that does nothing but look rows up. */
function lookup(): Uint8Array {
  const numbers = Object.values(words);
  const node = { op: 'Gather', domain: '', name: 'lookup', inputs: ['table', 'ids'], outputs: ['vectors'] };
  return writeOnnx({
    name: 'lookup',
    opset: OPSET,
    domains: {},
    inputs: [{ name: 'ids', dtype: 'int64', shape: ['N'] }],
    outputs: [{ name: 'vectors', dtype: 'float32', shape: ['N', 3] }],
    nodes: [{ ...node, attributes: attributes({ axis: 0 }) }],
    initializers: new Map([['table', float32([numbers.length, 3], numbers.flat())]]),
    values: new Map(),
  });
}
