/** Clouds in a real VS Code with a real compute process: folders of pictures, UMAP, another map in the same panel, and what is done with chosen samples. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withChosen, type ChosenContext } from '../../../src/editor/cloud/chosen';
import type { CloudPanel } from '../../../src/editor/cloud/panel';
import { exportCloud } from '../../../src/editor/cloud/exports';
import type { TestApi } from '../../../src/editor/testApi';
import { encodePng } from '../../../src/formats';
import type { SelectionRequest } from '../../../src/shared/api/cloud';
import type { CloudQuestion } from '../../../src/shared/cloud/question';
import { random } from '../../../src/shared/random';
import { tensorOf } from '../../../src/shared/tensor';
import { writeModel } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('Show Embedding', () => {
  const folder = scratchFolder('cloud-suite');
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const pictures = join(folder, 'animals');
  const table = join(folder, 'table.csv');
  const model = join(folder, 'small.onnx');
  let api: TestApi;
  before(async () => {
    rmSync(join(root, '.netloupe'), { recursive: true, force: true });
    const { uniform } = random(1);
    for (const [label, level] of [
      ['cat', 40],
      ['dog', 120],
      ['owl', 200],
    ] as const) {
      mkdirSync(join(pictures, label), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const values = Array.from({ length: 64 }, () => Math.floor(level + 50 * uniform()));
        writeFileSync(join(pictures, label, `${i}.png`), encodePng(tensorOf('uint8', [8, 8, 1], values)));
      }
    }
    // A blank line and a name over two lines, which both shift the lines of the rows.
    writeFileSync(table, `name,a,b\n"one\nlong",1,2\n\ntwo,3,1\nthree,2,2\nfour,5,5\n`);
    writeModel(model);
    api = await activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lays out a folder of pictures by UMAP, with its sub-folders as labels, and keeps the run', async () => {
    const panel = await show({ model: null, input: pictures, method: 'umap', parameters: { neighbours: 5 } });
    assert.equal(panel.view.title, 'animals');
    assert.deepEqual(panel.session.result!.embedding.shape, [36, 2]);
    assert.ok(panel.session.result!.embedding.data.every(Number.isFinite));
    assert.equal(panel.session.result!.provenance.parameters['neighbours'], 5);
    const [label] = await api.kernel.service.readColumns({ data: pictures, names: ['folder'] });
    assert.ok(label?.kind === 'categories');
    assert.deepEqual(label.categories, ['cat', 'dog', 'owl']);
    assert.equal(panel.session.run?.root, root);
  });

  it('lays out again in the same panel, and goes back', async () => {
    const panel = await show({ model, input: pictures, layer: 'first', method: 'pca' });
    const { model: _model, input: _input, ...form } = panel.session.question;
    await panel.session.settle({ ...form, layer: 'second', parameters: { dimensions: 3 }, seed: 4 });
    assert.equal(panel.view.title, 'second of small.onnx · animals');
    const { provenance, embedding } = panel.session.result!;
    assert.deepEqual([provenance.layer, provenance.seed, embedding.shape], ['second', 4, [36, 3]]);
    await panel.session.settle({ ...form, parameters: { dimensions: 4 } });
    assert.match(panel.session.error?.message ?? '', /dimensions/);
    assert.equal(panel.session.result!.provenance.layer, 'second', 'the map that was there stays');
    panel.session.back();
    assert.equal(panel.view.title, 'first of small.onnx · animals');
  });

  it('opens a selection as a data set of its own, with its labels, through the same layer', async () => {
    const panel = await show({ model, input: pictures, layer: 'first', method: 'pca' });
    const indices = [1, 2, 12, 13, 14, 30];
    const opened: CloudQuestion[] = [];
    const context = await contextOf(panel, { open: (question) => opened.push(question) });
    await withChosen({ kind: 'open', indices }, context);
    const [question] = opened;
    assert.ok(question);
    assert.match(question.input, /animals-6-\w{8}$/);
    assert.deepEqual([question.model, question.layer], [model, 'first']);
    const { columns, samples, pictures: drawn } = await api.kernel.service.describeDataset(question.input);
    assert.deepEqual([samples, drawn], [6, true]);
    assert.equal(columns.find(({ label }) => label)?.name, 'folder');
    const [labels] = await api.kernel.service.readColumns({ data: question.input, names: ['folder'] });
    assert.ok(labels?.kind === 'categories');
    assert.deepEqual(
      Array.from(labels.codes, (code) => labels.categories[code]),
      ['cat', 'cat', 'dog', 'dog', 'dog', 'owl'],
    );
    const again = await show(question);
    // The same pictures, prepared in the same way.
    const whole = await rowsOf(panel.session.question);
    const part = await rowsOf(again.session.question);
    const width = whole.length / 36;
    for (const [i, index] of indices.entries())
      assert.deepEqual(part.slice(i * width, (i + 1) * width), whole.slice(index * width, (index + 1) * width));
  });

  it('goes to the file of one picture, and asks which of several', async () => {
    const panel = await show({ model: null, input: pictures, method: 'pca' });
    const context = await contextOf(panel);
    await withChosen({ kind: 'files', indices: [13] }, context);
    await until('the picture', () => openFiles().includes(join(pictures, 'dog', '1.png')));
    const pick = (asked: readonly vscode.QuickPickItem[]) => [asked[0], asked[2]];
    const asked = await answering('showQuickPick', pick, () =>
      withChosen({ kind: 'files', indices: [0, 1, 14] }, context),
    );
    assert.deepEqual(
      (asked[0]![0] as vscode.QuickPickItem[]).map(({ label, description }) => `${description}/${label}`),
      ['cat/0.png', 'cat/1.png', 'dog/10.png'],
    );
    await until('the two that were picked', () => openFiles().includes(join(pictures, 'dog', '10.png')));
    assert.ok(openFiles().includes(join(pictures, 'cat', '0.png')));
    assert.ok(!openFiles().includes(join(pictures, 'cat', '1.png')));
  });

  it('selects the lines of a table on which the chosen rows stand', async () => {
    const panel = await show({ model: null, input: table, method: 'pca' });
    await withChosen({ kind: 'files', indices: [0, 1, 3] }, await contextOf(panel));
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.fsPath, table);
    assert.deepEqual(
      editor.selections.map(({ start }) => editor.document.lineAt(start).text),
      ['"one', 'two,3,1', 'four,5,5'],
    );
  });

  it('is saved as an experiment from the panel, and copied as a command', async () => {
    const panel = await show({ model, input: pictures, layer: 'first', method: 'pca', parameters: { dimensions: 3 } });
    const file = join(folder, 'saved.netloupe.yaml');
    await until('the panel in front', () => api.clouds.active === panel);
    const exported = {
      question: panel.session.question,
      result: panel.session.result,
      columns: [],
      film: [],
      service: api.kernel.service,
    };
    await answering('showSaveDialog', vscode.Uri.file(file), () => exportCloud({ kind: 'experiment' }, exported));
    assert.equal(
      readFileSync(file, 'utf8'),
      'model: small.onnx\ndata: animals\nlayer: first\nmethod:\n  id: pca\n  parameters:\n    dimensions: 3\n',
    );
    const line = await exportCloud({ kind: 'cli' }, exported);
    assert.equal(await vscode.env.clipboard.readText(), line);
    assert.match(line, /^netloupe embed \S+small\.onnx.* --layer first --method pca --set dimensions=3/);
  });

  async function show(choice: object): Promise<CloudPanel> {
    const before = new Set(api.clouds.panels);
    await vscode.commands.executeCommand('netloupe.embed', choice);
    const panel = [...api.clouds.panels].find((one) => !before.has(one))!;
    await panel.session.settle();
    assert.equal(panel.session.error?.message, undefined);
    return panel;
  }

  async function contextOf(panel: CloudPanel, given: Partial<ChosenContext> = {}): Promise<ChosenContext> {
    const { question, run } = panel.session;
    const columns = await api.kernel.service.readColumns({ data: question.input });
    const unused = (request?: SelectionRequest) => assert.fail(`not asked for: ${JSON.stringify(request)}`);
    return {
      service: api.kernel.service,
      question,
      run,
      columns,
      explain: () => unused(),
      open: () => unused(),
      ...given,
    };
  }

  /** What the layer makes of the samples. */
  async function rowsOf({ model, input, layer }: CloudQuestion): Promise<number[]> {
    const request = { model: model!, data: input, layers: [layer!], pooling: 'mean', device: 'cpu' } as const;
    const { layers } = await api.kernel.service.activations(
      { ...request, layers: [layer!], memoryBudget: 2 ** 28 },
      {},
    );
    return [...layers[0]!.rows!.data];
  }
});

function openFiles(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => (input as { uri?: vscode.Uri } | undefined)?.uri?.fsPath ?? '');
}
