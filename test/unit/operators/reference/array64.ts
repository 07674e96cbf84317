/**
 * Arrays for the float64 reference: every element type as a double, plain loops, nothing fast. Written apart from the
 * product's own helpers so that one mistake cannot hide in both.
 */
export interface Array64 {
  shape: readonly number[];
  /** Row-major; bool as 0 and 1, 64-bit integers exact up to 2^53. */
  data: Float64Array;
}

export function array64(shape: readonly number[], data: ArrayLike<number>): Array64 {
  const array = { shape, data: Float64Array.from(data) };
  if (array.data.length !== count(shape)) throw new Error(`${array.data.length} elements for shape [${shape.join()}]`);
  return array;
}

/** Number of elements of a shape. */
export function count(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
}

/** Calls `visit` with every index of a shape, in row-major order. The index array is reused: copy it to keep it. */
export function each(shape: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const total = count(shape);
  const index = shape.map(() => 0);
  for (let flat = 0; flat < total; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** An array from a function of the index. */
export function generate(shape: readonly number[], f: (index: readonly number[], flat: number) => number): Array64 {
  const data = new Float64Array(count(shape));
  each(shape, (index, flat) => (data[flat] = f(index, flat)));
  return { shape, data };
}

/** Row-major position of an index of exactly the array's rank. */
export function offset(shape: readonly number[], index: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) flat = flat * shape[axis]! + index[axis]!;
  return flat;
}

export function at(array: Array64, index: readonly number[]): number {
  return array.data[offset(array.shape, index)]!;
}

/** Adds to one element. */
export function accumulate(array: Array64, index: readonly number[], value: number): void {
  array.data[offset(array.shape, index)]! += value;
}

/** The element that broadcasting puts at an index of a shape with at least the array's rank. */
export function broadcastAt(array: Array64, index: readonly number[]): number {
  const lead = index.length - array.shape.length;
  let flat = 0;
  for (let axis = 0; axis < array.shape.length; axis++) {
    const size = array.shape[axis]!;
    flat = flat * size + (size === 1 ? 0 : index[lead + axis]!);
  }
  return array.data[flat]!;
}

/** The common shape of several under NumPy's broadcasting. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((candidate) => candidate !== 1) ?? 1;
    if (sizes.some((other) => other !== 1 && other !== size))
      throw new Error(`cannot broadcast ${JSON.stringify(shapes)}`);
    return size;
  });
}

/** Applies a scalar function to arrays broadcast together. */
export function map(f: (...values: number[]) => number, ...arrays: readonly Array64[]): Array64 {
  const shape = broadcastShape(arrays.map((array) => array.shape));
  return generate(shape, (index) => f(...arrays.map((array) => broadcastAt(array, index))));
}

/** Axes counted from the front, whatever sign they came with. */
export function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/**
 * For every index of the axes that stay, the list of values along the axes that go. Returns the reduced shape (the axes that
 * go have size 1) and the groups in row-major order.
 */
export function groups(array: Array64, axes: readonly number[]): { shape: number[]; values: number[][] } {
  const gone = new Set(axes.map((axis) => positive(axis, array.shape.length)));
  const shape = array.shape.map((size, axis) => (gone.has(axis) ? 1 : size));
  const values = Array.from({ length: count(shape) }, (): number[] => []);
  each(array.shape, (index, flat) => {
    const position = offset(
      shape,
      index.map((i, axis) => (gone.has(axis) ? 0 : i)),
    );
    values[position]!.push(array.data[flat]!);
  });
  return { shape, values };
}
