/**
 * Failures of onnxruntime as one readable sentence: the node, its inputs with their shapes, and the reason, without
 * colours and places in its source. The thrown error keeps the raw text as its cause.
 */
import { stripVTControlCharacters } from 'node:util';
import type { BoundGraph, Graph } from '../graph/graph';
import type { Shape, Tensor } from '../shared/tensor';

/** Most characters of a reason in no known form. */
const LONGEST_REASON = 300;

/**
 * "Add (node "sum") failed on its inputs "x" [2, 3] and "w" [3, 2]: attempting to broadcast an axis …". Ends with a
 * full stop.
 */
export function explainFailure(raw: string, graph: Graph, feeds: Readonly<Record<string, Tensor>> = {}): string {
  const { op, name, reason } = parse(plain(raw));
  const node = graph.nodes.find((one) => one.name === name && (op === undefined || one.op === op));
  const operator = node?.op ?? op;
  if (operator === undefined) return sentence(reason);
  const place = name ? `${operator} (node "${name}")` : operator;
  if (!node) return sentence(`${place} failed: ${lowered(reason)}`);
  const inputs = node.inputs.filter(Boolean).map((input) => shown(input, graph, feeds));
  return sentence(
    `${place} failed on its input${inputs.length === 1 ? '' : 's'} ${joined(inputs)}: ${lowered(reason)}`,
  );
}

/** Known forms of onnxruntime's messages; the groups are named for what they hold. */
const forms = [
  /running (?<op>\w+) node\. Name:'(?<name>[^']*)' Status Message: (?<reason>.*)/,
  /In Node, \("(?<name>[^"]*)", (?<op>\w+),.* Error (?<reason>.*)/,
  /(?<reason>Type '.*' of input parameter \(.*\)) of operator \((?<op>\w+)\) in node \((?<name>.*)\) is invalid/,
  /Node \((?<name>.*?)\) Op \((?<op>\w+)\) \[\w+\] (?<reason>.*)/,
  /(?<name>)Fatal error: (?<reason>(?<op>[\w.]+:\w+)\(-?\d+\) is not a registered function\/op)/,
];

function parse(text: string): { op?: string; name?: string; reason: string } {
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found) return { op: found['op']!, name: found['name']!, reason: withoutSource(found['reason']!) };
  }
  return { reason: withoutSource(text) };
}

function plain(raw: string): string {
  return stripVTControlCharacters(raw).replaceAll(/\s+/g, ' ').trim();
}

/** Without the source file, the C++ function and the failed condition. */
function withoutSource(reason: string): string {
  const checked = /^\S+\.(?:h|hpp|cc|cpp|cu):\d+ .* was false\. (.*)$/.exec(reason)?.[1] ?? reason;
  return checked.replace(/^\S+\.(?:h|hpp|cc|cpp|cu):\d+ /, '').slice(0, LONGEST_REASON);
}

function shown(name: string, graph: Graph, feeds: Readonly<Record<string, Tensor>>): string {
  const { types } = graph as Partial<BoundGraph>;
  const shape: Shape | undefined = (feeds[name] ?? graph.initializers.get(name) ?? types?.get(name))?.shape;
  return shape ? `"${name}" [${shape.join(', ')}]` : `"${name}"`;
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}

function sentence(text: string): string {
  return `${text.replace(/[.\s]+$/, '')}.`;
}
