/** The schema of experiment files agrees with the reader of them: it takes what is right and refuses what it can know to be wrong. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { experimentSchema } from '../../../src/experiments/schema';
import { methods } from '../../../src/methods';
import { grids } from './grids';
import { wrong } from './wrong';

describe('the schema of experiment files', () => {
  interface Validator {
    compile(schema: object): (value: unknown) => boolean;
  }
  const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => Validator;
  const valid = new Ajv({ schemaId: 'auto', logger: false }).compile(experimentSchema());

  for (const name of ['strokes', 'xor', 'perceptron-capacity'])
    it(`accepts examples/${name}`, () =>
      assert.ok(valid(parse(readFileSync(`examples/${name}.netloupe.yaml`, 'utf8')))));

  for (const [name, text] of grids) it(`accepts ${name}`, () => assert.ok(valid(parse(text))));

  for (const { name, marked, saidBy } of wrong.filter(hasValues))
    it(`${saidBy === 'schema' ? 'refuses' : 'cannot see'} ${name}`, () => {
      assert.equal(valid(parse(marked.replace(/[‹›]/g, ''))), saidBy !== 'schema');
    });

  it('knows every method with every parameter', () => {
    const text = JSON.stringify(experimentSchema());
    for (const { id, parameters } of methods) {
      assert.ok(text.includes(`"${id}"`), id);
      for (const name of Object.keys(parameters.shape)) assert.ok(text.includes(`"${name}"`), name);
    }
  });
});

/** Broken texts have none, nor have those that only an experiment's reader refuses to make values of. */
function hasValues({ saidBy, name }: (typeof wrong)[number]): boolean {
  return saidBy !== 'parser' && !/alias|within itself|lists in lists|second experiment/.test(name);
}
