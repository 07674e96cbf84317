/** netloupe methods: the methods, and the measures of their faithfulness. */
import type { ParameterSchema } from '../../shared/description';
import { needsOf, needsText } from '../../shared/needs';
import type { Command } from '../command';

export const methods: Command = {
  name: 'methods',
  positionals: [],
  usage: '[--measures] [--json]',
  summary: 'List methods with their parameters',
  details:
    'Lists every method with its parameters, defaults and source; with --measures, the measures of "netloupe evaluate".',
  examples: ['methods', 'methods --measures --json'],
  options: { measures: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(_positionals, { json, measures }, { service, print }) {
    const described = measures ? await service.measures() : await service.methods();
    if (json) {
      print(JSON.stringify(described, null, 2));
      return;
    }
    for (const one of described) {
      const { id, title, summary, source, parameters } = one;
      print(`${id}  (${title}, ${'better' in one ? `${one.better} is better` : one.family})`);
      print(`    ${summary}`);
      print(`    ${source}`);
      if ('needs' in one) print(`    Needs ${needsText(needsOf(one.needs, 'always')) || 'nothing'}.`);
      for (const [name, schema] of Object.entries(parameters)) print(`    --set ${name}=${kindOf(schema)}`);
      print('');
    }
  },
};

/** "50  (integer, 2 to 3200)": the default, then the accepted values. */
function kindOf(schema: ParameterSchema): string {
  const { minimum, maximum } = schema;
  const types = (schema.anyOf ?? [schema]).map(({ type }) => type).join(' or ');
  const range = minimum === undefined ? '' : maximum === undefined ? `, from ${minimum}` : `, ${minimum} to ${maximum}`;
  const standard = typeof schema.default === 'string' ? schema.default : (JSON.stringify(schema.default) ?? '…');
  return `${standard}  (${schema.enum ? schema.enum.join(' | ') : types + range})  ${schema.description ?? ''}`;
}
