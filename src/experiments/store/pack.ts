/**
 * A result as JSON and arrays, and back: whatever its kind, each typed array and tensor anywhere inside moves to the
 * arrays under a name that says where it was (`attribution`, `curves.theory.x`), leaving a reference in its place.
 */
import * as z from 'zod';
import { arrayName, unusedName } from '../../shared/arrayNames';
import { FormatError, messageOf } from '../../shared/errors';
import type { Result } from '../../shared/results';
import { kinds } from '../../shared/results/kinds';
import { sizeOf, storageOf, tensorOf, type DType, type Tensor, type TensorData } from '../../shared/tensor';
import { fromPlain, toPlain, type Path } from './plain';

type NumericArray = Exclude<TensorData, string[]>;

const numericTypes = [
  ...['float32', 'float64', 'float16', 'bfloat16', 'int8', 'int16', 'int32', 'int64'],
  ...['uint8', 'uint16', 'uint32', 'uint64', 'bool'],
] as Exclude<DType, 'string'>[];

/** A bare typed array does not distinguish half floats and booleans, so these are the plain types. */
const bareTypes = numericTypes.filter((dtype) => !['float16', 'bfloat16', 'bool'].includes(dtype));

/** Longer lists of numbers become arrays too: JSON takes some 20 bytes per number, and every listing reads it. */
const LONG_LIST = 1000;

const Reference = z.object({
  name: z.string(),
  as: z.enum(['tensor', 'array', 'list']),
  dtype: z.enum(numericTypes),
});

/** Throws TypeError for a result that contains anything but data. */
export function pack(result: Result): { json: unknown; arrays: Record<string, Tensor> } {
  const arrays = new Map<string, Tensor>();
  const lists = new Map(Object.entries(kinds.find(({ kind }) => kind === result.kind)?.lists ?? {}));
  const json = toPlain(result, (value, path) => {
    const listed = lists.get(path.join('.'));
    const found = asTensor(value, listed !== undefined);
    if (!found) return undefined;
    const name = unusedName(listed ?? nameOf(path, result), (taken) => arrays.has(taken));
    arrays.set(name, found.tensor);
    return { $array: { name, as: found.as, dtype: found.tensor.dtype } };
  });
  return { json, arrays: Object.fromEntries(arrays) };
}

/** Throws FormatError if the JSON refers to arrays that are missing or of another type. */
export function unpack(json: unknown, arrays: Readonly<Record<string, Tensor>>): Result {
  try {
    return fromPlain(json, (mark, payload) => (mark === '$array' ? restore(payload, arrays) : undefined)) as Result;
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const reason = messageOf(error);
    throw new FormatError('run.json', `its result is broken (${reason})`, undefined, { cause: error });
  }
}

function asTensor(
  value: unknown,
  isListed: boolean,
): { tensor: Tensor; as: z.infer<typeof Reference>['as'] } | undefined {
  if (isTensor(value)) return { tensor: value, as: 'tensor' };
  if (ArrayBuffer.isView(value)) {
    const dtype = bareTypes.find((type) => value instanceof storageOf(type));
    return dtype && { tensor: vector(dtype, value as NumericArray), as: 'array' };
  }
  if (!isNumbers(value) || (value.length <= LONG_LIST && !isListed)) return undefined;
  const integers = value.every((number) => Number.isSafeInteger(number) && !Object.is(number, -0));
  return { tensor: tensorOf(integers ? 'int64' : 'float64', [value.length], value), as: 'list' };
}

function restore(payload: unknown, arrays: Readonly<Record<string, Tensor>>): unknown {
  const reference = Reference.safeParse(payload);
  if (!reference.success) throw new SyntaxError('a reference to an array is malformed');
  const { name, as, dtype } = reference.data;
  const stored = Object.hasOwn(arrays, name) ? arrays[name]! : undefined;
  if (!stored) throw new FormatError('arrays.npz', `has no array "${name}", to which run.json refers`);
  // NumPy has no bfloat16; such arrays come back as float32, which holds all their numbers exactly.
  const tensor =
    dtype === 'bfloat16' && stored.dtype === 'float32'
      ? tensorOf(dtype, stored.shape, stored.data as Float32Array)
      : stored;
  if (tensor.dtype !== dtype)
    throw new FormatError('arrays.npz', `array "${name}" is ${tensor.dtype}, not ${dtype} as run.json says`);
  if (as === 'list') return Array.from(tensor.data as NumericArray, Number);
  return as === 'array' ? tensor.data : tensor;
}

/** Tensors of text and near-tensors follow the rules for objects. */
function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data, ...others } = value as Partial<Tensor>;
  const numeric = numericTypes.find((type) => type === dtype);
  return (
    numeric !== undefined &&
    Object.keys(others).length === 0 &&
    isNumbers(shape) &&
    data instanceof storageOf(numeric) &&
    data.length === sizeOf(shape)
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function vector(dtype: DType, data: NumericArray): Tensor {
  return { dtype, shape: [data.length], data };
}

/** The keys of the path in snake case, joined by dots; a list item by its own name if it has one. */
function nameOf(path: Path, root: unknown): string {
  const words: string[] = [];
  let value = root;
  for (const key of path) {
    value = (value as Record<string | number, unknown>)[key];
    const own = typeof key === 'number' && isNamed(value) ? arrayName(value.name) : '';
    words.push(own || arrayName(String(key)));
  }
  return words.filter(Boolean).join('.') || 'array';
}

function isNamed(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
