/** netloupe methods: what can be asked of a model. */
import type { ParameterSchema } from '../../shared/description';
import type { Command } from '../command';

export const methods: Command = {
  name: 'methods',
  positionals: [],
  usage: '[--json]',
  summary: 'Lists every method with its parameters, defaults and source.',
  options: { json: { type: 'boolean' } },
  async run(_positionals, { json }, { service, print }) {
    const described = await service.methods();
    if (json) {
      print(JSON.stringify(described, null, 2));
      return;
    }
    for (const { id, title, family, takes, summary, source, parameters } of described) {
      print(`${id}  (${title}, ${family}${takes === 'nothing' ? ', takes no model' : ''})`);
      print(`    ${summary}`);
      print(`    ${source}`);
      for (const [name, schema] of Object.entries(parameters)) print(`    --set ${name}=${kindOf(schema)}`);
      print('');
    }
  },
};

/** "50  (integer, 2 to 3200)": the default, then what is accepted. */
function kindOf(schema: ParameterSchema): string {
  const { minimum, maximum } = schema;
  const types = (schema.anyOf ?? [schema]).map(({ type }) => type).join(' or ');
  const range = minimum === undefined ? '' : maximum === undefined ? `, from ${minimum}` : `, ${minimum} to ${maximum}`;
  const standard = Array.isArray(schema.default) ? JSON.stringify(schema.default) : String(schema.default);
  return `${standard}  (${schema.enum ? schema.enum.join(' | ') : types + range})  ${schema.description ?? ''}`;
}
