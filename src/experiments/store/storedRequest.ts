/** What was asked, as it goes through files and queues. */
import * as z from 'zod';
import { poolings } from '../../shared/embedding';

const text = z.string();
const named = z.record(text, z.unknown());

export const StoredRequest = z.object({
  method: text,
  parameters: named,
  seed: z.number(),
  device: text,
  model: text.exactOptional(),
  input: text.exactOptional(),
  target: text.exactOptional(),
  preprocessing: named.exactOptional(),
  layer: text.exactOptional(),
  pooling: z.enum(poolings).exactOptional(),
});
