/** The Experiments view and its runs in a real VS Code: kept, listed, opened, made again, changed, and none of it lost. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { GroupNode, Node, RunNode } from '../../../src/editor/experiments/nodes';
import { nameOf } from '../../../src/editor/runs/rows';
import type { TestApi } from '../../../src/editor/testApi';
import { newRunId, RunStore } from '../../../src/experiments/store/store';
import type { AttributionResult } from '../../../src/shared/results';
import { writeModel, writePicture } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('experiments view', () => {
  const folder = scratchFolder('experiments-suite');
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const store = new RunStore(root);
  const model = join(folder, 'small.onnx');
  const picture = join(folder, 'picture.png');
  const file = join(folder, 'grid.netloupe.yaml');
  const path = 'experiments-suite/grid.netloupe.yaml';
  let api: TestApi;
  before(async () => {
    rmSync(join(root, '.netloupe'), { recursive: true, force: true });
    writeModel(model);
    writePicture(picture);
    writeFileSync(file, grid(['gradient', 'input-x-gradient']));
    api = await activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lists an experiment before it has runs, with how many it asks for', async () => {
    const node = await until('the experiment', () => experiment(path));
    assert.equal(item(node).label, 'Two maps');
    assert.match(text(node), /: no runs yet · grid\.netloupe\.yaml$/);
    assert.match(String(item(node).contextValue), /^experiment idle file/);
  });

  it('keeps what a panel computes, with everything needed to make it again', async () => {
    await explain({ model, input: picture, target: 1, method: 'smoothgrad', parameters: { samples: 3 } });
    const [node] = await until('a kept run', () => runsOf('single'));
    assert.match(text(node!), /picture\.png: SmoothGrad · 1 · small\.onnx · \d\d:\d\d/);
    const record = await store.read(node!.row.run.id);
    assert.equal(record.state, 'done');
    assert.deepEqual(
      [record.request.model, record.request.input, record.request.target, record.request.parameters['samples']],
      ['experiments-suite/small.onnx', 'experiments-suite/picture.png', '1', 3],
    );
    assert.match(record.model!.sha256, /^[0-9a-f]{64}$/);
    assert.equal(record.law?.name, 'standard error');
    assert.deepEqual(await store.stale(record), []);
    const kept = (await store.result(record.id)) as AttributionResult;
    const shown = await until('its result in the panel', () => api.panels.find(model, picture)?.session.result);
    assert.deepEqual(kept.attribution, shown.attribution);
  });

  it('tells everything in the tooltip', async () => {
    const [node] = await until('a kept run', () => runsOf('single'));
    const { tooltip } = await api.experiments.tree.resolveTreeItem(item(node!), node!);
    const { value } = tooltip as vscode.MarkdownString;
    for (const fact of ['Method: SmoothGrad', 'Target: 1', 'samples: 3', 'Seed: 0', 'Device: cpu'])
      assert.ok(value.replaceAll('&nbsp;', ' ').includes(fact), `${fact} in ${value}`);
  });

  it('opens a kept result in the panel, without computing it', async () => {
    const [node] = await until('a kept run', () => runsOf('single'));
    const before = (await store.list()).length;
    await vscode.commands.executeCommand('netloupe.openRun', node);
    const { session } = api.panels.find(model, picture)!;
    const { started } = await store.read(node!.row.run.id);
    assert.equal(session.result?.provenance.started, started);
    assert.equal(session.form.target, '1');
    assert.deepEqual(session.form.parameters, { samples: 3 });
    assert.deepEqual((await session.setup()).result, session.result);
    assert.equal((await store.list()).length, before);
  });

  it('keeps a failure with its sentence, and says it when the run is opened', async () => {
    await explain({ model, input: join(folder, 'nothing.png'), target: 0, method: 'gradient' });
    const node = await until('the failed run', async () =>
      (await runsOf('single'))?.find(({ row }) => row.state === 'failed'),
    );
    assert.match(text(node), /nothing\.png/);
    const asked = await answering('showErrorMessage', undefined, () =>
      Promise.resolve(vscode.commands.executeCommand('netloupe.openRun', node)),
    );
    assert.match(String(asked[0]?.[0]), /^“gradient · 0 · nothing\.png · small\.onnx” failed: .*nothing\.png/);
  });

  it('runs an experiment, with its lens telling how many runs that is', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    assert.deepEqual(await lenses(document), ['$(play) Run (2 runs)']);
    await vscode.commands.executeCommand('netloupe.runExperiment', document.uri);
    await until('two results', async () => (await runsOf('experiment'))?.every(({ row }) => row.state === 'done'));
    const rows = await until('the runs', () => runsOf('experiment'));
    assert.deepEqual(rows.map(({ row }) => 'method' in row.run && row.run.method).sort(), [
      'gradient',
      'input-x-gradient',
    ]);
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
    assert.deepEqual(readdirSync(join(root, '.netloupe/grids')), []);
    assert.deepEqual(await lenses(document), ['$(play) Run (2 runs)', 'Open Last Result']);
    await vscode.commands.executeCommand('netloupe.openLastResult', document.uri);
    await until('the panel', () => api.panels.find(model, picture)?.session.result);
  });

  it('computes nothing twice, unless it is asked to', async () => {
    const asked = await answering('showInformationMessage', undefined, () =>
      command('netloupe.runExperiment', vscode.Uri.file(file)),
    );
    assert.deepEqual(asked, [['Two maps: all 2 runs are already done, with the same files.', 'Run Again']]);
    await answering('showInformationMessage', 'Run Again', async () => {
      await command('netloupe.runExperiment', vscode.Uri.file(file));
      await until('two runs more', async () => (await runsOf('experiment'))?.length === 4);
    });
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
  });

  it('runs what is in the editor, saved first, and only what is new in it', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), grid(['gradient', 'smoothgrad']));
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('netloupe.runExperiment', document.uri);
    assert.equal(document.isDirty, false);
    await until('one run more', async () => (await runsOf('experiment'))?.length === 5);
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
  });

  it('goes on after a failed run', async () => {
    writeFileSync(file, grid(['gradient'], ['picture.png', 'absent.png'], 2));
    await vscode.commands.executeCommand('netloupe.runExperiment', vscode.Uri.file(file));
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
    const rows = await until('seven runs', async () => {
      const all = await runsOf('experiment');
      return all?.length === 7 && all;
    });
    assert.deepEqual(rows.map(({ row }) => row.state).sort(), [...Array<string>(6).fill('done'), 'failed']);
  });

  it('cancels a grid and keeps what is done', async () => {
    writeModel(join(folder, 'large.onnx'), 2048);
    writeFileSync(
      file,
      'model: [small.onnx, large.onnx]\ndata: picture.png\nmethod: { id: smoothgrad, parameters: { samples: 6400 } }\n',
    );
    await vscode.commands.executeCommand('netloupe.runExperiment', vscode.Uri.file(file));
    const busy = await until('one run done and the other under way', async () => {
      const rows = (await runsOf('experiment')) ?? [];
      const large = rows.find(
        ({ row }) => row.state === 'running' && row.fraction > 0 && nameOf(row).includes('large'),
      );
      return (
        rows.length === 9 && rows.some(({ row }) => nameOf(row).includes('small.onnx') && row.state === 'done') && large
      );
    });
    assert.equal(item(busy).contextValue, 'run running');
    assert.match(text(busy), /\d+ % · SmoothGrad/);
    assert.match(text((await experiment(path))!), /: \d left · /);
    const document = await vscode.workspace.openTextDocument(file);
    assert.match((await lenses(document))[0]!, /^\$\(stop-circle\) Cancel · \d of 2$/);
    await vscode.commands.executeCommand('netloupe.cancelExperiment', busy);
    await until('the grid to end', () => api.experiments.grids.active.length === 0);
    assert.equal(
      (await runsOf('experiment'))?.some(({ row }) => row.state === 'running'),
      false,
    );
    assert.equal(existsSync(store.pathOf(busy.row.run.id)), false);
  });

  it('marks results whose model has changed since', async () => {
    writeModel(model, 17);
    const stale = await until('a stale run', async () =>
      (await runsOf('single'))?.find(({ row }) => row.state === 'stale'),
    );
    assert.match(text(stale), /model changed/);
    writeModel(model);
    await until('it to be as before', async () => (await runsOf('single'))?.every(({ row }) => row.state !== 'stale'));
  });

  it('renames a run, and gives it its own name back', async () => {
    const [node] = await until('a kept run', () => runsOf('single'));
    await answering('showInputBox', 'The good one', () => command('netloupe.renameRun', node));
    await until('the new name', async () =>
      (await runsOf('single'))?.some((run) => item(run).label === 'The good one'),
    );
    await answering('showInputBox', '', () => command('netloupe.renameRun', node));
    await until('the old name', async () =>
      (await runsOf('single'))?.every((run) => item(run).label !== 'The good one'),
    );
  });

  it('deletes several runs, and brings them back', async () => {
    const nodes = (await runsOf('experiment'))!.slice(0, 2);
    const ids = nodes.map(({ row }) => row.run.id);
    const files = () => ids.map((id) => existsSync(join(store.pathOf(id), 'run.json')));
    const asked = await answering('showInformationMessage', 'Undo', async () => {
      await command('netloupe.deleteRuns', nodes[0], nodes);
      await until('the runs to be back', () => files().every(Boolean));
    });
    assert.deepEqual(asked[0], ['Deleted 2 runs.', 'Undo']);
    await answering('showInformationMessage', undefined, async () => {
      await command('netloupe.deleteRuns', nodes[0], nodes);
      await until('the runs to be gone', () => readdirSync(join(store.aside, 'deleted')).length === 0);
    });
    assert.deepEqual(files(), [false, false]);
  });

  it('makes runs again', async () => {
    const [node] = (await runsOf('experiment'))!.filter(({ row }) => row.state === 'done');
    const before = (await store.list()).length;
    await command('netloupe.repeatRuns', node);
    await until('one run more', async () => (await store.list()).length === before + 1);
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
    const [newest] = await store.list();
    const [first, second] = await Promise.all([store.read(newest!.id), store.read(node!.row.run.id)]);
    assert.equal(first.key, second.key);
    assert.deepEqual(first.request, second.request);
  });

  it('copies what a person takes elsewhere', async () => {
    const [node] = (await runsOf('single'))!.filter(({ row }) => row.state === 'done');
    await command('netloupe.copyRunId', node);
    assert.equal(await vscode.env.clipboard.readText(), node!.row.run.id);
    await command('netloupe.copyRunCommand', node);
    assert.match(
      await vscode.env.clipboard.readText(),
      /^netloupe attribute .*small\.onnx.* --input .*picture\.png.* --method smoothgrad --target 1 --set samples=3$/,
    );
  });

  it('saves a run as an experiment that asks the same', async () => {
    const [node] = (await runsOf('single'))!.filter(({ row }) => row.state === 'done');
    const saved = vscode.Uri.file(join(folder, 'saved.netloupe.yaml'));
    await answering('showSaveDialog', saved, () => command('netloupe.saveAsExperiment', node));
    const written = readFileSync(saved.fsPath, 'utf8');
    for (const line of [/model: .*small\.onnx/, /data: .*picture\.png/, /smoothgrad/, /samples: 3/, /target: .*1/])
      assert.match(written, line);
    await until('the text', () => vscode.window.activeTextEditor?.document.uri.fsPath === saved.fsPath);
    const before = (await store.list()).length;
    await vscode.commands.executeCommand('netloupe.runExperiment', saved);
    await until('its run', async () => (await store.list()).length === before + 1);
    await until('the grid to be finished', () => api.experiments.grids.active.length === 0);
    const [newest] = await store.list();
    assert.equal((await store.read(newest!.id)).key, (await store.read(node!.row.run.id)).key);
  });

  it('keeps the other entries when files break or vanish', async () => {
    writeFileSync(join(folder, 'broken.netloupe.yaml'), 'model: [small.onnx\nmethod: gradiant\n');
    const broken = await until('the broken experiment', () => experiment('experiments-suite/broken.netloupe.yaml'));
    const [message] = await api.experiments.tree.getChildren(broken);
    assert.equal(message?.kind, 'message');
    const [newest] = (await runsOf('experiment'))!;
    writeFileSync(join(store.pathOf(newest!.row.run.id), 'run.json'), '{ "version": 99 }');
    const unreadable = await until('the unreadable run', async () => (await runsOf('unreadable'))?.[0]);
    assert.match(text(unreadable), /run\.json was written by a newer NetLoupe \(version 99\)/);
    rmSync(file);
    const lost = await until('the experiment without its file', async () => {
      const node = await experiment(path);
      return node && !node.file && node;
    });
    assert.match(text(lost), /file missing/);
    assert.ok((await runsOf('experiment'))!.length > 0);
  });

  it('groups and filters', async () => {
    const { tree } = api.experiments;
    tree.arrange({ grouping: 'method' });
    const titles = async () => (await tree.getChildren()).map((node) => item(node).label);
    assert.ok((await titles()).includes('SmoothGrad'));
    tree.arrange({ filter: 'smoothgrad' });
    assert.deepEqual(await titles(), ['SmoothGrad']);
    tree.arrange({ grouping: 'experiment', filter: '' });
  });

  it('shows what a terminal computes, and cancels it there', async () => {
    const other = join(folder, 'other.netloupe.yaml');
    writeFileSync(
      other,
      'model: large.onnx\ndata: picture.png\nmethod: { id: rise, parameters: { masks: 100000 } }\nseed: [1, 2, 3]\n',
    );
    const script = join(vscode.extensions.getExtension('netloupe.netloupe')!.extensionPath, 'dist/netloupe.mjs');
    const terminal = spawn(process.execPath, [script, 'experiment', 'run', other, '--workspace', root], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const ended = once(terminal, 'close');
    const group = () => experiment('experiments-suite/other.netloupe.yaml');
    const busy = await until('a run of the terminal', async () => {
      const node = await group();
      const members = node ? await api.experiments.tree.getChildren(node) : [];
      return members.find((member): member is RunNode => member.kind === 'run' && member.row.state === 'running');
    });
    assert.match(text(busy), /in another window or process$/);
    await command('netloupe.cancelExperiment', await group());
    await ended;
    await until('the experiment to have no runs', async () => (await group())?.group.rows.length === 0);
  });

  it('says once per cause that an explanation cannot be kept, and explains all the same', async () => {
    const aside = join(root, 'netloupe-aside');
    renameSync(join(root, '.netloupe'), aside);
    // Not even an administrator can make a folder in a file.
    writeFileSync(join(root, '.netloupe'), '');
    try {
      const asked = await answering('showWarningMessage', undefined, async () => {
        for (const target of [0, 2]) {
          await explain({ model, input: picture, target, method: 'gradient' });
          await until(
            'the explanation',
            () => api.panels.find(model, picture)?.session.result?.target.indices[0] === target,
          );
        }
        await until('the sentence in the view', async () =>
          (await api.experiments.tree.getChildren()).some((node) => node.kind === 'message'),
        );
      });
      assert.equal(asked.length, 1);
      assert.match(String(asked[0]?.[0]), /^This explanation is not kept\. .*a file is in the place of a folder/);
      assert.ok(await experiment('experiments-suite/saved.netloupe.yaml'), 'the experiments are still there');
    } finally {
      rmSync(join(root, '.netloupe'));
      renameSync(aside, join(root, '.netloupe'));
    }
    await until('the runs to be back', () => runsOf('single'));
  });

  it('says in one sentence that a queue cannot be reached, and leaves no grid behind', async () => {
    const settings = vscode.workspace.getConfiguration('netloupe');
    await settings.update('queue.url', 'redis://127.0.0.1:1', vscode.ConfigurationTarget.Workspace);
    try {
      const asked = await answering('showErrorMessage', undefined, () =>
        command('netloupe.runExperiment', vscode.Uri.file(join(folder, 'saved.netloupe.yaml'))),
      );
      assert.match(String(asked[0]?.[0]), /127\.0\.0\.1:1/);
      assert.deepEqual(readdirSync(join(root, '.netloupe/grids')), []);
    } finally {
      await settings.update('queue.url', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('shows a long list in parts', async () => {
    const id = (await store.list())[0]!.id;
    const {
      experiment: _experiment,
      kind: _kind,
      law: _law,
      result: _result,
      arrays: _arrays,
      ...run
    } = await store.read(id);
    const failed = { ...run, state: 'failed', error: { kind: 'internal', message: '' } };
    const ids = Array.from({ length: 410 }, () => newRunId());
    for (const other of ids) {
      mkdirSync(store.pathOf(other));
      writeFileSync(join(store.pathOf(other), 'run.json'), JSON.stringify({ ...failed, id: other }));
    }
    const members = async () => {
      const node = (await groups()).find(({ group }) => group.kind === 'single' && group.rows.length > 410);
      return node && (await api.experiments.tree.getChildren(node));
    };
    const first = await until('the long list', members);
    const more = first.at(-1)!;
    assert.equal(first.length, 201);
    assert.match(text(more), /^Show 200 More: 2\d\d older$/);
    await command('netloupe.showMoreRuns', more);
    assert.equal((await members())!.length, 401);
    for (const other of ids) rmSync(store.pathOf(other), { recursive: true });
    await until('the list to be short again', async () => (await members()) === undefined);
  });

  it('computes again where the arrays were left out', async () => {
    const [node] = (await runsOf('single'))!.filter(({ row }) => row.state === 'done');
    rmSync(join(store.pathOf(node!.row.run.id), 'arrays.npz'));
    const asked = await answering('showErrorMessage', undefined, () => command('netloupe.openRun', node));
    assert.match(String(asked[0]?.[0]), /is missing.*repeat the run/);
    assert.equal(asked[0]?.[1], 'Run Again');
  });

  async function explain(given: unknown): Promise<void> {
    await vscode.commands.executeCommand('netloupe.explain', given);
  }

  async function command(id: string, ...args: unknown[]): Promise<void> {
    await vscode.commands.executeCommand(id, ...args);
  }

  async function experiment(of: string): Promise<GroupNode | undefined> {
    return (await groups()).find(({ group }) => group.kind === 'experiment' && group.of === of);
  }

  /** Newest first; undefined while there is no such heading. For experiments, the runs of the one under test. */
  async function runsOf(kind: GroupNode['group']['kind']): Promise<RunNode[] | undefined> {
    const node =
      kind === 'experiment' ? await experiment(path) : (await groups()).find(({ group }) => group.kind === kind);
    const members: Node[] = node ? await api.experiments.tree.getChildren(node) : [];
    const runs = members.filter((member) => member.kind === 'run');
    return runs.length > 0 ? runs : undefined;
  }

  async function groups(): Promise<GroupNode[]> {
    return (await api.experiments.tree.getChildren()).filter((node) => node.kind === 'group');
  }

  function item(node: Node): vscode.TreeItem {
    return api.experiments.tree.getTreeItem(node);
  }

  function text(node: Node): string {
    const { label, description } = item(node);
    return `${label as string}: ${description as string}`;
  }

  async function lenses({ uri }: vscode.TextDocument): Promise<string[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return found.map(({ command: { title } = { title: '' } }) => title.replace('\u00a0', ' '));
  }
});

function grid(methods: string[], data = ['picture.png'], target: string | number = 'argmax'): string {
  return [
    'name: Two maps',
    'model: small.onnx',
    `data: [${data.join(', ')}]`,
    `target: ${target}`,
    `method: [${methods.join(', ')}]`,
    '',
  ].join('\n');
}
