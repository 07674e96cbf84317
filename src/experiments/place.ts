/** Where in an experiment file a cursor stands, in block style and in flow style alike, told by the parser from what is there so far. */
import { isMap, isScalar, isSeq, type Document, type Scalar, type YAMLMap } from 'yaml';
import type { Path } from './problems';
import { parseLoosely } from './text';

export interface Place {
  document: Document;
  /** What leads to the value; for a key, to the map it is in. */
  path: Path;
  scalar: Scalar;
  /** The map whose key it is; absent for a value. */
  map?: YAMLMap;
}

/** What is being typed, in place of the word that may stand there already. */
export interface TypedPlace extends Place {
  /** Not a key yet for sure: alone where a value may stand as well. */
  isOpen: boolean;
  /** The name alone is wanted: its colon is there, or it is in quotes. */
  isBare: boolean;
}

/** From the private use area: what no file holds. */
const MARK = '\ue000';

/** The word under an offset; undefined where there is none, or the text cannot be read. */
export function placeAt(text: string, offset: number): Place | undefined {
  return find(text, ({ range }) => range![0] <= offset && offset <= range![1] && range![0] < range![1]);
}

/** The same for a word that is not there yet, or not whole. */
export function typedPlaceAt(text: string, offset: number): TypedPlace | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const before = line.replace(/\w[\w+-]*$/, '');
  // Neither a dash nor a colon means anything until a space follows it.
  if (/[-:]$/.test(before)) return undefined;
  const [after, rest, colon] = /^([\w+-]*)["']?[ \t]*(:?)/.exec(text.slice(offset, offset + 256))!;
  const opener = before.trimEnd().at(-1) ?? '';
  const isQuoted = opener === '"' || opener === "'";
  const startsHere = opener === '' || '-{[,'.includes(opener);
  const isBare = colon !== '' || isQuoted;
  const start = offset - line.length + before.length;
  const mark = startsHere && !isBare ? `${MARK}: ` : MARK;
  const marked = text.slice(0, start) + mark + text.slice(offset + (after === '' ? 0 : rest!.length));
  const place = find(marked, ({ value }) => typeof value === 'string' && value.includes(MARK));
  const isOpen = !isBare && place?.map?.items.length === 1;
  return place && { ...place, isOpen, isBare };
}

function find(text: string, isIt: (scalar: Scalar) => boolean): Place | undefined {
  const document = parseLoosely(text);
  if (!document) return undefined;
  for (const { scalar, path, map } of scalars(document.contents, []))
    if (isIt(scalar)) return { document, path, scalar, ...(map && { map }) };
  return undefined;
}

function* scalars(node: unknown, path: Path): Generator<{ scalar: Scalar; path: Path; map?: YAMLMap }> {
  if (isScalar(node)) yield { scalar: node, path };
  else if (isSeq(node)) for (const [i, item] of node.items.entries()) yield* scalars(item, [...path, i]);
  else if (isMap(node))
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      yield { scalar: key, path, map: node };
      yield* scalars(value, [...path, String(key.value)]);
    }
}
