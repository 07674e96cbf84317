/** docs/methods.md, made from the definitions. */
import { methods } from '../src/methods';
import { describeMethod } from '../src/methods/method';
import type { MethodDescription, ParameterSchema } from '../src/shared/description';
import { needsOf, needsText } from '../src/shared/needs';

export function methodsDocument(): string {
  const described = methods.map(describeMethod);
  const overview = described.map(
    ({ id, title, family, summary }) => `| [${title}](#${anchor(title)}) | \`${id}\` | ${family} | ${summary} |`,
  );
  return [
    '# Methods',
    '',
    'Generated from the definitions by `npm run docs`.',
    '',
    '| method | id | family | good for, and what it misses |',
    '|---|---|---|---|',
    ...overview,
    '',
    ...described.flatMap(section),
  ].join('\n');
}

function section({ id, title, needs, gives, summary, source, parameters }: MethodDescription): string[] {
  const rows = Object.entries(parameters).map(
    ([name, schema]) => `| \`${name}\` | ${show(schema.default)} | ${accepted(schema)} | ${schema.description ?? ''} |`,
  );
  const table = rows.length
    ? ['| parameter | default | accepts | meaning |', '|---|---|---|---|', ...rows]
    : ['It has no parameters.'];
  const [always, optional] = [needsOf(needs, 'always'), needsOf(needs, 'optional')].map(needsText);
  const uses = `Needs ${always || 'nothing'}${optional && `; can use ${optional}`}. Result: ${gives}.`;
  return [`## ${title}`, '', `\`${id}\`. ${summary}`, '', uses, '', `Source: ${source}.`, '', ...table, ''];
}

/** A default that is not one value, such as a number found from the data, is in the meaning. */
function show(value: unknown): string {
  return value === undefined ? '–' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function accepted(schema: ParameterSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.items) return `array of ${accepted(schema.items)}`;
  if (schema.anyOf) return schema.anyOf.map(accepted).join(' or ');
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${schema.type}, ${minimum} to ${maximum}`;
  return exclusiveMinimum === undefined ? String(schema.type) : `${schema.type} above ${exclusiveMinimum}`;
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
}
