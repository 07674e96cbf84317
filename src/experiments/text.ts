/**
 * From the text of an experiment file, YAML or JSON, to plain values, even if the text is broken or hostile.
 * `fields.ts` interprets the values.
 */
import type { Document, YAMLError, YAMLMap } from 'yaml';
import { isCollection, isMap, isNode, isPair, isScalar, parseDocument, visit, type Node } from 'yaml';
import { Problems } from './problems';

/** Characters; 10,000 seeds take half of them, and the parser a second for nonsense. */
export const MOST_CHARACTERS = 2 ** 17;

/** Nested lists; an array of points under "vary" takes 7. */
const DEEPEST = 32;

/** Brackets open at once before brackets can be told from text; the parser's memory grows with their square. */
const MOST_OPEN = 512;

/** A text broken in one place soon looks broken everywhere. */
const MOST_SYNTAX_ERRORS = 10;

/** Limits aliases, so that a few cannot expand to billions of values. */
const MOST_ALIASES = 100;

const TOO_DEEP = 'This file is nested too deeply for an experiment.';
const TOO_MANY_ALIASES = 'The aliases in this file expand to too much; write the values out.';

const beyondSchema = { inSchema: false } as const;

/** The value of the text; undefined if there are errors. */
export function readText(text: string): { problems: Problems; value?: unknown } {
  const hurdle = hurdleIn(text);
  const document = parse(hurdle === undefined ? text : '');
  const problems = new Problems(text, document);
  if (hurdle !== undefined) {
    problems.add([], hurdle, beyondSchema);
    return { problems };
  }
  for (const error of document.errors.slice(0, MOST_SYNTAX_ERRORS)) addSyntaxError(error, problems);
  if (problems.hasErrors) return { problems };
  for (const { message, pos } of document.warnings) problems.addRange(pos, `${message}.`, { severity: 'warning' });
  checkNodes(document, problems);
  if (problems.hasErrors) return { problems };
  try {
    return { problems, value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
  } catch {
    problems.add([], TOO_MANY_ALIASES, beyondSchema);
    return { problems };
  }
}

/** As much of a text as can be read while it is typed; undefined for one that must not be parsed. */
export function parseLoosely(text: string): Document | undefined {
  return hurdleIn(text) === undefined ? parse(text) : undefined;
}

function parse(text: string): Document {
  // Duplicate keys are found below, in time that is not quadratic in their number.
  return parseDocument(text, { prettyErrors: false, schema: 'core', logLevel: 'error', uniqueKeys: false });
}

/** Why a text is not even parsed: the parser would take seconds, or all of the memory. */
function hurdleIn(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    const [size, most] = [text.length, MOST_CHARACTERS].map((count) => count.toLocaleString('en'));
    return `This file has ${size} characters, more than the limit of ${most}; split it.`;
  }
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '[' || character === '{') open++;
    else if (character === ']' || character === '}') open--;
    if (open > MOST_OPEN) return TOO_DEEP;
    if (open < -MOST_OPEN) return 'This file closes brackets that it never opens.';
  }
  return dashes.test(text) ? TOO_DEEP : undefined;
}

/** Lists in lists, or keys in keys, on one line. */
const dashes = new RegExp(`^[ \\t]*(?:[-?:][ \\t]+){${MOST_OPEN}}`, 'm');

function addSyntaxError({ code, message, pos }: YAMLError, problems: Problems): void {
  if (code === 'MULTIPLE_DOCS')
    problems.addRange(
      [pos[0], pos[0] + 3],
      'A file holds one experiment; put the next one into its own file.',
      beyondSchema,
    );
  else if (code === 'RESOURCE_EXHAUSTION') problems.add([], TOO_DEEP, beyondSchema);
  else problems.addRange(pos, `${message}.`);
}

/** What YAML allows but no experiment means: lists as keys, cycles, deep nesting. */
function checkNodes(document: Document, problems: Problems): void {
  const anchored = new Map<string, Node>();
  let aliases = 0;
  visit(document, {
    Alias(_, { source, range }, ancestors) {
      const [start, end] = range!;
      if (++aliases > MOST_ALIASES) {
        problems.add([], TOO_MANY_ALIASES, beyondSchema);
        return visit.BREAK;
      }
      const node = anchored.get(source);
      if (!node) problems.addRange([start, end], `*${source} refers to nothing; there is no &${source} before it.`);
      else if (ancestors.includes(node))
        problems.addRange([start, end], `*${source} contains itself; write the values out.`, beyondSchema);
      return undefined;
    },
    Scalar(_, node) {
      if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
    Collection(_, node, ancestors) {
      if (isMap(node)) checkKeys(node, problems);
      if (node.anchor !== undefined) anchored.set(node.anchor, node);
      if (ancestors.filter(isCollection).length < DEEPEST) return undefined;
      problems.addRange([node.range![0], node.range![0] + 1], TOO_DEEP, beyondSchema);
      return visit.BREAK;
    },
  });
}

function checkKeys({ items }: YAMLMap, problems: Problems): void {
  const seen = new Set<string>();
  for (const { key } of items.filter(isPair)) {
    const [start, end] = (isNode(key) && key.range) || [0, 0];
    if (!isScalar(key)) {
      if (isNode(key)) problems.addRange([start, end], 'A key must be a single word.');
      continue;
    }
    const name = String(key.value);
    if (seen.has(name)) problems.addRange([start, end], `"${name}" occurs twice; keep one of the two.`);
    seen.add(name);
  }
}
