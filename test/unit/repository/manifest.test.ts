/** package.json and .vscodeignore against each other, against the sources, and against what VS Code asks of a manifest. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root, sourceFiles } from './files';

interface Command {
  command: string;
  title: string;
  category?: string;
}

interface Setting {
  description?: string;
  markdownDescription?: string;
  default?: unknown;
}

interface Manifest {
  engines: { node: string; vscode: string };
  main: string;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  capabilities: Record<string, unknown>;
  contributes: {
    commands: Command[];
    viewsWelcome: { contents: string }[];
    configuration?: { properties: Record<string, Setting> };
    views: Record<string, { id: string; icon?: string }[]>;
    viewsContainers: { activitybar: { icon: string }[] };
  };
}

const manifest = JSON.parse(readText('package.json')) as Manifest;
const { commands, viewsWelcome, configuration, views, viewsContainers } = manifest.contributes;
const settings = Object.entries(configuration?.properties ?? {});
const editorSources =
  sourceFiles(['src/editor'])
    .map(({ text }) => text)
    .join('\n') + readText('src/extension.ts');

describe('manifest', () => {
  it('types VS Code exactly as old as the oldest it supports', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });

  it('pins every dependency to one version', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d/.test(version),
    );
    assert.deepEqual(loose, []);
  });

  it('says how it behaves in untrusted and virtual workspaces', () => {
    assert.deepEqual(Object.keys(manifest.capabilities).sort(), ['untrustedWorkspaces', 'virtualWorkspaces']);
  });

  it('gives every command a title and the category NetLoupe', () => {
    for (const { command, title, category } of commands) {
      assert.match(command, /^netloupe\.[a-zA-Z.]+$/);
      assert.match(title, /^[A-Z]/, command);
      assert.equal(category, 'NetLoupe', command);
    }
  });

  it('contributes exactly the commands that the sources register', () => {
    const registered = [...editorSources.matchAll(/registerCommand\(\s*(?:\w+,\s*)?'(netloupe\.[\w.]+)'/g)].map(
      ([, id]) => id!,
    );
    assert.deepEqual(commands.map(({ command }) => command).sort(), registered.sort());
  });

  it('links and binds only contributed commands', () => {
    const known = new Set(commands.map(({ command }) => command));
    const linked = viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(netloupe\.\w+)/g)].map(([, id]) => id!),
    );
    assert.deepEqual(
      linked.filter((command) => !known.has(command)),
      [],
    );
  });

  it('shows no raw Markdown in an empty view, which knows links alone', () => {
    for (const { contents } of viewsWelcome) assert.doesNotMatch(contents, /[`*_]/);
  });

  it('describes every setting, gives it a default, and reads it somewhere', () => {
    for (const [key, { description, markdownDescription, default: value }] of settings) {
      assert.match(description ?? markdownDescription ?? '', /^[A-Z`].+\.$/s, key);
      assert.notEqual(value, undefined, key);
      assert.ok(editorSources.includes(`'${key.replace(/^netloupe\./, '')}'`), `${key} is read nowhere`);
    }
  });

  it('has an icon, on disk, for the container and each of its views', () => {
    const icons = [...viewsContainers.activitybar, ...Object.values(views).flat()].map(({ icon }) => icon ?? '');
    assert.deepEqual(
      icons.filter((icon) => !icon.startsWith('$(') && !existsSync(join(root, icon))),
      [],
    );
  });
});

describe('.vscodeignore', () => {
  const lines = readText('.vscodeignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('is an allow-list: everything is out, then each shipped file is named', () => {
    assert.equal(lines[0], '**');
    assert.deepEqual(
      lines.slice(1).filter((line) => !line.startsWith('!')),
      [],
    );
  });

  it('ships what the manifest points at', () => {
    for (const file of [manifest.main, ...Object.values(manifest.bin)]) {
      assert.ok(lines.includes(`!${file.replace('./', '')}`), file);
    }
    for (const dependency of Object.keys(manifest.dependencies)) {
      assert.ok(lines.includes(`!node_modules/${dependency}/package.json`), dependency);
    }
  });

  it('ships no sources, tests or source maps', () => {
    assert.deepEqual(
      lines.filter((line) => /^!(src|test|webview|scripts|\*)|\.map$|^!dist\/?(\*\*)?$/.test(line)),
      [],
    );
  });
});
