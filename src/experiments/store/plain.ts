/**
 * Values in JSON form, and back: JSON has no NaN, infinities, negative zero, undefined or bigint. Each becomes an
 * object with one key that starts with a dollar sign; keys that already start with one get a second. Callers may store
 * other values in their own way (arrays, see `pack.ts`).
 */

export type Path = readonly (string | number)[];

/** `{ [mark]: payload }` in place of a value; undefined leaves it to JSON. */
export type Replace = (value: unknown, path: Path) => Record<`$${string}`, unknown> | undefined;

/** The value behind such a mark, undefined if it is not one of the caller's. */
export type Restore = (mark: string, payload: unknown) => unknown;

/** Throws TypeError, naming the place, for anything but data: functions, class instances, symbols. */
export function toPlain(value: unknown, replace: Replace = () => undefined, path: Path = []): unknown {
  const replaced = replace(value, path);
  if (replaced) return replaced;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return { $undefined: true };
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return { $number: '-0' };
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  if (Array.isArray(value)) return Array.from(value, (item, index) => toPlain(item, replace, [...path, index]));
  if (typeof value === 'object' && isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [escape(key), toPlain(item, replace, [...path, key])]),
    );
  }
  throw new TypeError(`${path.join('.') || 'The value'} is not data that a run can keep.`);
}

/** Throws SyntaxError for unknown marks. */
export function fromPlain(json: unknown, restore: Restore = () => undefined): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => fromPlain(item, restore));
  const entries: [string, unknown][] = Object.entries(json);
  const [key, payload] = entries.length === 1 ? entries[0]! : [''];
  if (!isMark(key))
    return Object.fromEntries(entries.map(([name, item]) => [unescape(name), fromPlain(item, restore)]));
  if (key === '$undefined') return undefined;
  const value = scalar(key, payload) ?? restore(key, payload);
  if (value === undefined) throw new SyntaxError(`"${key.slice(0, 40)}" marks an unknown kind of value`);
  return value;
}

const numbers = new Map<unknown, number>([NaN, Infinity, -Infinity].map((value) => [String(value), value])).set(
  '-0',
  -0,
);

function scalar(mark: string, payload: unknown): number | bigint | undefined {
  if (mark === '$number') return numbers.get(payload);
  return mark === '$bigint' && typeof payload === 'string' && /^-?\d+$/.test(payload) ? BigInt(payload) : undefined;
}

function isMark(key: string): boolean {
  return key.startsWith('$') && !key.startsWith('$$');
}

function escape(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function unescape(key: string): string {
  if (isMark(key)) throw new SyntaxError(`"${key}" is a mark among other keys`);
  return key.startsWith('$') ? key.slice(1) : key;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
