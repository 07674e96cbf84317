/** House rules that no linter knows: a file is one idea and says which, nothing is left half done or silenced. */
import assert from 'node:assert/strict';
import { sourceFiles } from './files';

/** Spelt in pieces, so that this file does not break its own rule. */
const unfinished = new RegExp(
  ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].map((word) => `\\b${word}\\b`).join('|'),
);
const silenced = new RegExp(['@ts-' + 'ignore', '@ts-' + 'nocheck', 'eslint-' + 'disable'].join('|'));

describe('source files', () => {
  const product = sourceFiles(['src', 'webview']);
  const all = [...product, ...sourceFiles(['test', 'scripts', 'bench'])];

  it('have at most 300 lines', () => {
    assert.deepEqual(paths(product.filter(({ text }) => text.split('\n').length > 301)), []);
  });

  it('open with a comment that says what they are for', () => {
    assert.deepEqual(paths(all.filter(({ text }) => !/^(#!.*\n)?\/(\*\*|\/)/.test(text))), []);
  });

  it('hold nothing unfinished', () => {
    assert.deepEqual(paths(all.filter(({ text }) => unfinished.test(text))), []);
  });

  it('silence no check', () => {
    assert.deepEqual(paths(all.filter(({ text }) => silenced.test(text))), []);
  });
});

function paths(files: { path: string }[]): string[] {
  return files.map(({ path }) => path);
}
