/** media/experiment.schema.json, made from the definitions of the methods. */
import { experimentSchema } from '../src/experiments/schema';

export function schemaText(): string {
  return `${JSON.stringify(experimentSchema(), undefined, 1)}\n`;
}
