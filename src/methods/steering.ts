/** Commands that any method hears which goes on step by step. A method adds those of its own. */
import * as z from 'zod';

const plain = z.strictObject({});

export const pace = {
  pause: plain,
  continue: plain,
  /** Ends here; what there is becomes the result. */
  finish: plain,
};
