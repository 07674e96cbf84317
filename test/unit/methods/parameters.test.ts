/** Parameters as forms, completions and documents see them. */
import { deepEqual } from 'node:assert/strict';
import * as z from 'zod';
import { describeParameters } from '../../../src/methods/method';

it('parameters of several types are alternatives, of several single values a choice', () => {
  const parameters = z.object({
    dimensions: z.union([z.literal(2), z.literal(3)]).default(2),
    side: z.union([z.number(), z.literal('auto')]).default('auto'),
  });
  deepEqual(describeParameters(parameters), {
    dimensions: { default: 2, enum: [2, 3] },
    side: { default: 'auto', anyOf: [{ type: 'number' }, { enum: ['auto'] }] },
  });
});
