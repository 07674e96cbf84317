/** Commands for any method that runs step by step. A method may add its own. */
import * as z from 'zod';

const plain = z.strictObject({});

export const pace = {
  pause: plain,
  continue: plain,
  /** Stops here; the current state becomes the result. */
  finish: plain,
};
