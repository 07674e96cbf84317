/** What knows methods by their ids: their own rooms, and a few named defaults. Everything else asks their definitions. */
import assert from 'node:assert/strict';
import { methods } from '../../../src/methods';
import { sourceFiles } from './files';

/** Where an id may stand, and which. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // What is offered first.
  'src/editor/ask/defaults.ts': methods.map(({ id }) => id),
  // A kind of errors.
  'src/shared/errors.ts': ['gradient'],
};

const quoted = (id: string): RegExp => new RegExp(`(['"\`])${id.replaceAll(/[+]/g, '\\$&')}\\1`);

describe('ids of methods', () => {
  it('stand in no room but their own', () => {
    const rooms = ['editor', 'cli', 'kernel', 'experiments', 'shared'].map((room) => `src/${room}`);
    const found = sourceFiles(rooms).flatMap(({ path, text }) =>
      methods
        .filter(({ id }) => quoted(id).test(text) && !allowed[path]?.includes(id))
        .map(({ id }) => `${path}: ${id}`),
    );
    assert.deepEqual(found, []);
  });

  it('are found as they are written', () => {
    assert.ok(quoted('grad-cam++').test("method === 'grad-cam++'"));
    assert.ok(!quoted('grad-cam').test("method === 'grad-cam++'"));
  });
});
