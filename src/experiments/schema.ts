/**
 * The JSON Schema of experiment files, derived from the methods' definitions: completion, hovers and error checking in
 * editors.
 */
import * as z from 'zod';
import { methods } from '../methods';
import { describeMethod, describeParameters } from '../methods/method';
import type { MethodDescription, ParameterSchema } from '../shared/description';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';
import { choiceKeys, keyOf, keys, partsOf, writtenSchema } from './vocabulary';

/** Draft 7, which VS Code and the YAML language server support. */
export function experimentSchema(): object {
  const described = methods.map(describeMethod);
  const method = { $ref: '#/definitions/method' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'NetLoupe experiment',
    type: 'object',
    additionalProperties: false,
    required: ['method'],
    properties: {
      name: { type: 'string', description: keys['name'] },
      ...Object.fromEntries(writtenNames.map((name) => [keyOf(name), fieldSchema(name)])),
      method: oneOrMore(method, keys['method']!),
      notes: { type: 'string', description: keys['notes'] },
    },
    definitions: {
      method: { anyOf: [idSchema(described), ...described.map(choiceSchema)] },
    },
  };
}

function fieldSchema(name: WrittenName): object {
  const { default: fallback, written } = fieldOf(name);
  const { meaning, many } = written!;
  const one = partsOf(name)
    ? partsSchema(partsOf(name)!.schema)
    : describeParameters(z.object({ one: writtenSchema(name) }))['one'];
  const schema = { ...one, ...(fallback !== undefined && { default: fallback }) };
  return many ? oneOrMore(schema, meaning) : { ...schema, description: meaning };
}

function partsSchema(schema: z.ZodObject): object {
  const required = Object.keys(schema.shape).filter(
    (part) => !(schema.shape[part] as z.ZodType).safeParse(undefined).success,
  );
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length && { required }),
    properties: describeParameters(schema),
  };
}

function oneOrMore(schema: object, description: string): object {
  return { description, anyOf: [schema, { type: 'array', items: schema, minItems: 1 }] };
}

function idSchema(described: readonly MethodDescription[]): object {
  return { oneOf: described.map(({ id, title, summary }) => ({ const: id, title, description: summary })) };
}

function choiceSchema({ id, title, summary, parameters: described }: MethodDescription): object {
  const parameters = Object.fromEntries(
    Object.entries(described).map(([name, { form: _form, ...schema }]): [string, ParameterSchema] => [name, schema]),
  );
  return {
    type: 'object',
    title,
    description: summary,
    additionalProperties: false,
    required: ['id'],
    properties: {
      id: { const: id, description: choiceKeys.id },
      parameters: {
        type: 'object',
        description: choiceKeys.parameters,
        additionalProperties: false,
        properties: parameters,
      },
      vary: {
        type: 'object',
        description: choiceKeys.vary,
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(parameters).map(([name, schema]) => [
            name,
            { type: 'array', minItems: 1, items: schema, description: schema.description },
          ]),
        ),
      },
    },
  };
}
