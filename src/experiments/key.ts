/** The identity of a question: what it asks, whatever the order of its names, and about which bytes. */
import { createHash } from 'node:crypto';
import { isFileRole, type FileRole } from '../shared/question/field';
import { fieldNames, fieldOf, type FieldName, type Question } from '../shared/question/fields';
import { split } from './paths';

/** SHA-256 of the files that a question names: "model", "data", "earlier map" … */
export type Hashes = Readonly<Record<string, string>>;

/**
 * Equal for the same question about the same files: hex of the SHA-256 of the request and the files' hashes, which
 * stand for their paths.
 */
export function jobKey(request: Question, hashes: Hashes): string {
  const identity = Object.assign({}, ...fieldNames.map((name) => identityOf(name, request[name], hashes))) as object;
  return createHash('sha256').update(canonical(identity)).digest('hex');
}

/** JSON with sorted names. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Uses the names of experiment files, from which the keys of all existing runs were made. */
function identityOf(field: FieldName, value: unknown, hashes: Hashes): Record<string, unknown> {
  const { role, written } = fieldOf(field);
  const name = written?.key ?? field;
  if (role === undefined) return { [name]: value };
  if (isFileRole(role)) return fileIdentity(name, value, role, hashes);
  if (value === undefined) return {};
  const parts = Object.entries(value as Readonly<Record<string, unknown>>).map(([part, own]) =>
    role[part] ? fileIdentity(part, own, role[part], hashes) : { [part]: own },
  );
  return { [name]: Object.assign({}, ...parts) as object };
}

function fileIdentity(name: string, spec: unknown, { names, file }: FileRole, hashes: Hashes): Record<string, unknown> {
  const [, array] = split(typeof spec === 'string' ? spec : '');
  return {
    [name]: (file === undefined ? undefined : hashes[file]) ?? spec,
    ...(names === 'data' && array !== '' && { [name === 'data' ? 'array' : `${name}#`]: array.slice(1) }),
  };
}
