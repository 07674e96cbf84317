/** Results as JSON for other programs. */

/** Typed arrays as lists. */
export function jsonOf(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}
