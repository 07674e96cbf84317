/** What is known of a run beside its question: where it comes from, and what a person noted. */
import * as z from 'zod';

const text = z.string();

export const aboutFields = {
  /** Path of the experiment file, relative to the workspace folder, with slashes. */
  experiment: text.exactOptional(),
  /** Id of the grid that started it with others but without an experiment file, as a comparison of methods does. */
  together: text.exactOptional(),
  notes: text.exactOptional(),
};

export type About = z.infer<z.ZodObject<typeof aboutFields>>;

/** These fields alone, of anything that has them. */
export function aboutOf({ experiment, together, notes }: About): About {
  return {
    ...(experiment !== undefined && { experiment }),
    ...(together !== undefined && { together }),
    ...(notes !== undefined && { notes }),
  };
}
