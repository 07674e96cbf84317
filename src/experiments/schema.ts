/** The JSON Schema of experiment files, made from the definitions of the methods: completion, hovers and squiggles in editors. */
import { methods } from '../methods';
import { Preprocessing } from '../formats/preprocessing';
import { describeMethod, describeParameters } from '../methods/method';
import type { MethodDescription, ParameterSchema } from '../shared/description';
import { deviceIds } from '../shared/devices';
import { poolings } from '../shared/embedding';
import { choiceKeys, keys, pathPattern, targetPattern } from './vocabulary';

/** Draft 7, which VS Code and the YAML language server read. */
export function experimentSchema(): object {
  // What needs a map is refused (choices.ts).
  const described = methods.map(describeMethod).filter(({ takes }) => takes !== 'map');
  const method = { $ref: '#/definitions/method' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'NetLoupe experiment',
    type: 'object',
    additionalProperties: false,
    required: ['method'],
    properties: {
      name: { type: 'string', description: keys.name },
      model: oneOrMore({ type: 'string', pattern: pathPattern }, keys.model),
      data: oneOrMore({ type: 'string', pattern: pathPattern }, keys.data),
      target: oneOrMore(
        { type: ['string', 'integer'], pattern: targetPattern, minimum: 0, default: 'argmax' },
        keys.target,
      ),
      layer: oneOrMore({ type: 'string', minLength: 1 }, keys.layer),
      pooling: oneOrMore({ enum: [...poolings], default: 'mean' }, keys.pooling),
      method: oneOrMore(method, keys.method),
      seed: oneOrMore({ type: 'integer' }, keys.seed),
      device: { enum: ['auto', ...deviceIds], default: 'auto', description: keys.device },
      preprocessing: {
        type: 'object',
        description: keys.preprocessing,
        additionalProperties: false,
        properties: describeParameters(Preprocessing),
      },
      notes: { type: 'string', description: keys.notes },
    },
    definitions: {
      method: { anyOf: [idSchema(described), ...described.map(choiceSchema)] },
    },
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
