/** How parameters stand in forms: every one and every value of it has a name in words, few are shown at first, presets are valid. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { methods } from '../../../src/methods';
import { changedParameters, describeMethod } from '../../../src/methods/method';
import { labelOf, type ParameterSchema } from '../../../src/shared/description';
import { choicesOf, parseField } from '../../../webview/ui/form/schema';

/** No identifier: it begins with no small letter, and has no underscores. */
const inWords = /^[^a-z_\s][^_]*$/;
const mostAtFirst = 5;
/** What the parameters of an experiment of its own are, which no form shows. */
const lists = (schema: ParameterSchema): boolean => ['array', 'object'].includes(schema.type ?? '');

describe('forms of methods', () => {
  for (const method of methods) {
    const { id, parameters, presets = [] } = describeMethod(method);

    it(`${id} says everything in words`, () => {
      for (const [name, schema] of Object.entries(parameters)) {
        match(labelOf(name, schema.title), inWords);
        doesNotMatch(schema.description ?? '', /netloupe|--\w/, name);
        ok(schema.description, `${id}: ${name} is described`);
        for (const { value, label } of choicesOf(schema, [])) {
          match(label, inWords, `${name}: ${value}`);
          ok(value !== label || /^\d/.test(value), `${name}: ${value}`);
        }
      }
    });

    it(`${id} offers values that it takes`, () => {
      for (const [name, schema] of Object.entries(parameters))
        for (const value of Object.keys(schema.form?.options ?? {})) {
          const parsed = parseField(schema, value);
          ok(parsed.ok, `${name}: ${value}`);
          ok(method.parameters.safeParse({ [name]: parsed.value }).success, `${name}: ${value}`);
        }
    });

    it(`${id} lets no default stand unnamed in a list`, () => {
      for (const [name, schema] of Object.entries(parameters)) {
        const choices = choicesOf(schema, []);
        if (choices.length > 0 && schema.default !== undefined)
          ok(
            choices.some(({ value }) => value === String(schema.default)),
            name,
          );
      }
    });

    it(`${id} shows few at first`, () => {
      const first = Object.values(parameters).filter((schema) => !schema.form?.advanced && !lists(schema));
      ok(first.length <= mostAtFirst, Object.keys(parameters).join());
    });

    it(`${id} has presets that say what differs from the defaults`, () => {
      for (const { title, parameters } of presets) {
        match(title, inWords);
        deepEqual(changedParameters(method, parameters), parameters);
        ok(Object.keys(parameters).length > 0);
      }
    });
  }

  it('lets a layer, a baseline, players and a composite be chosen', () => {
    const open = (id: string, name: string) => describeMethod(methods.find((one) => one.id === id)!).parameters[name]!;
    equal(open('integrated-gradients', 'layer').form?.layers, true);
    equal(open('grad-cam', 'layer').form?.layers, true);
    for (const [id, name] of [
      ['integrated-gradients', 'baseline'],
      ['rise', 'fill'],
      ['lime', 'players'],
    ] as const)
      ok(open(id, name).form?.other !== undefined, name);
    equal(open('lrp', 'composite').form?.other, undefined);
  });
});
