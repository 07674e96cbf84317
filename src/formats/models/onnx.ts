/** ONNX files: protobuf without magic bytes, so the name decides and the parser has the last word. */
import { resolve } from 'node:path';
import { isExternal } from '../../graph/graph';
import { readOnnx } from '../../graph/onnx/read';
import type { ModelFormat } from './model';

export const onnx: ModelFormat = {
  id: 'onnx',
  title: 'ONNX',
  extensions: ['.onnx'],
  match: (_head, path) => path.toLowerCase().endsWith('.onnx'),
  open: async (path) => {
    const { graph, producer, metadata } = await readOnnx(path);
    const weights = [...graph.initializers.values()].flatMap((c) => (isExternal(c) ? [c.external.file] : []));
    const files = [...new Set(weights)].filter((file) => file !== resolve(path));
    return { graph, producer, metadata, files };
  },
};
