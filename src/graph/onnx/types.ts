/** TensorProto.DataType codes and the names of the supported element types. */
import type { DType } from '../../shared/tensor';

export const dtypeCode: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
};

const names = new Map(Object.entries(dtypeCode).map(([name, code]) => [code, name as DType]));

/** The element type of a code; undefined for unsupported ones (complex, 8-bit floats, 4-bit integers). */
export function dtypeOf(code: number): DType | undefined {
  return names.get(code);
}
