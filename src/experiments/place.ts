/**
 * Where the cursor stands in an experiment file, in block style and in flow style, according to the parser's view of
 * the text so far.
 */
import { isMap, isScalar, isSeq, type Document, type Scalar, type YAMLMap } from 'yaml';
import type { Path } from './problems';
import { parseLoosely } from './text';

export interface Place {
  document: Document;
  /** The path to the value; for a key, to its map. */
  path: Path;
  scalar: Scalar;
  /** The map that the key belongs to; absent for a value. */
  map?: YAMLMap;
}

/** The text being typed, and the word it replaces. */
export interface TypedPlace extends Place {
  /** May still be a value rather than a key: it stands alone where either is possible. */
  isOpen: boolean;
  /** Only the name is needed: its colon exists, or it is in quotes. */
  isBare: boolean;
}

/** From the private use area, which no file contains. */
const MARK = '\ue000';

/** The word under an offset; undefined if there is none, or the text cannot be parsed. */
export function placeAt(text: string, offset: number): Place | undefined {
  return find(text, ({ range }) => range![0] <= offset && offset <= range![1] && range![0] < range![1]);
}

/** The same for a word that is missing or incomplete. */
export function typedPlaceAt(text: string, offset: number): TypedPlace | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const before = line.replace(/\w[\w+-]*$/, '');
  // Dashes and colons mean nothing until a space follows.
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
