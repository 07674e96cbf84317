/** The common form of all picture formats: one array 'pixels' [H, W, C], decoded when it is read. */
import type { DType, Tensor } from '../shared/tensor';
import { missingArray, type DataFile } from './format';

const PIXELS = 'pixels';

export function pictureFile(
  path: string,
  format: string,
  dtype: Extract<DType, 'uint8' | 'uint16'>,
  picture: { width: number; height: number; channels: number },
  decode: () => Uint8Array | Uint16Array | Promise<Uint8Array | Uint16Array>,
): DataFile {
  const shape = [picture.height, picture.width, picture.channels];
  return {
    path,
    format,
    arrays: [{ name: PIXELS, dtype, shape }],
    main: PIXELS,
    picture,
    read: async (name): Promise<Tensor> => {
      if (name !== PIXELS) throw missingArray(path, name, [PIXELS]);
      return { dtype, shape, data: await decode() };
    },
  };
}
