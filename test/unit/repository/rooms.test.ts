/** The folder rule, tried on files that break it: ESLint must refuse each, by the rule and for the reason meant. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { methodRooms, roomRules, rooms } from '../../../scripts/rooms.mjs';
import { root } from './files';

const refused: [file: string, source: string, reason: RegExp][] = [
  ['src/graph/a.ts', "import { x } from '../operators/x';", /downwards/],
  ['src/graph/passes/a.ts', "import type { X } from '../../engine/x';", /downwards/],
  ['src/shared/a.ts', "export * from '../graph/graph';", /downwards/],
  ['src/methods/attribution/a.ts', "const x = await import('../../kernel/x');", /downwards/],
  ['src/formats/a.ts', "import { x } from '../engine/x';", /downwards/],
  ['src/editor/explain/a.ts', "import { x } from '../../cli/x';", /downwards/],
  ['src/cli/a.ts', "import { x } from '../editor/x';", /downwards/],
  ['src/methods/a.ts', "import { x } from './attribution/x';", /imports none of its rooms/],
  ['src/methods/attribution/cam/a.ts', "import { x } from '../../evaluation/x';", /moved into the core/],
  ['src/methods/attribution/a.ts', "import { x } from '../evaluation';", /moved into the core/],
  ['src/methods/embedding/a.ts', "const x = await import('../spray/x');", /moved into the core/],
  ['src/methods/evaluation/a.ts', "import { x } from '../../kernel/x';", /downwards/],
  ['src/methods/evaluation/a.ts', 'await fetch("https://example.org");', /fetch/],
  ['src/kernel/a.ts', "import { activate } from '../extension';", /downwards/],
  ['src/kernel/a.ts', "import * as vscode from 'vscode';", /VS Code/],
  ['src/cli/a.ts', "import type { Uri } from 'vscode';", /VS Code/],
  ['src/formats/a.ts', "import { get } from 'node:https';", /network/],
  ['src/engine/a.ts', "import net from 'net';", /network/],
  ['src/shared/a.ts', "import { readFileSync } from 'node:fs';", /no Node/],
  ['src/methods/a.ts', 'await fetch("https://example.org");', /fetch/],
  ['src/operators/a.ts', 'document.title = "";', /document/],
  ['src/editor/a.ts', "import { x } from '../../webview/ui/x';", /panels/],
  ['webview/explain/a.ts', "import { x } from '../../src/kernel/x';", /src\/shared alone/],
  ['webview/explain/a.ts', "import * as vscode from 'vscode';", /web page/],
  ['webview/ui/a.ts', "const fs = await import('node:fs');", /web page/],
];

const accepted: [file: string, source: string][] = [
  ['src/extension.ts', "import * as vscode from 'vscode'; import { x } from './editor/x';"],
  ['src/editor/explain/a.ts', "import * as vscode from 'vscode'; import { x } from '../../kernel/client';"],
  ['src/methods/attribution/a.ts', "import { x } from '../../formats/x'; import { y } from '../method';"],
  ['src/methods/index.ts', "import { x } from './attribution/x';"],
  ['src/methods/evaluation/a.ts', "import { x } from '../attribution'; import { y } from '../choice';"],
  ['src/methods/vectors/a.ts', "import { x } from '../../formats/vectors/vectors'; import { y } from './axes';"],
  ['src/formats/a.ts', "import { readFileSync } from 'node:fs'; import { x } from '../graph/graph';"],
  ['src/graph/onnx/a.ts', "import { x } from '../../shared/tensor'; import { y } from '../graph';"],
  [
    'webview/explain/a.ts',
    "import { x } from '../../src/shared/requests'; import { y } from '../ui/controls'; document.title = '';",
  ],
];

describe('rooms', () => {
  for (const [file, source, reason] of refused) {
    it(`refuses in ${file}: ${source}`, async () => {
      assert.match((await lint(file, source)).join('\n'), reason);
    });
  }

  for (const [file, source] of accepted) {
    it(`accepts in ${file}: ${source}`, async () => {
      assert.deepEqual(await lint(file, source), []);
    });
  }

  it('are all the folders of src', () => {
    const folders = readdirSync(join(root, 'src')).map((name) => name.replace('.ts', ''));
    const known = rooms.map(({ room }) => room);
    assert.deepEqual(
      folders.filter((folder) => !known.includes(folder)),
      [],
    );
  });

  it('are all the folders of src/methods', () => {
    const folders = readdirSync(join(root, 'src/methods'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(folders.map(({ name }) => name).sort(), methodRooms.map(({ room }) => room).sort()); // prettier-ignore
  });

  it('are part of the lint configuration', async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(
      join(root, 'src/graph/graph.ts'),
    )) as Linter.Config;
    assert.match(JSON.stringify(config.rules?.['no-restricted-imports']), /src\/graph stands below it/);
  });
});

/** The folder rule's complaints alone: the snippet needs no types, and imports nothing that exists. */
async function lint(file: string, source: string): Promise<string[]> {
  const { default: typescript } = await import('typescript-eslint');
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: typescript.parser } }, ...roomRules],
  });
  const [result] = await eslint.lintText(source, { filePath: join(root, file) });
  return result!.messages.map(({ message }) => message);
}
