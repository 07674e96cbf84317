/** Methods that can raise their steps or samples until their law holds have a parameter of this name. */
import type { MethodDescription } from '../../../src/shared/description';
import type { Provenance } from '../../../src/shared/results';

export const untilConverged = 'untilConverged';

/** Whether the method of a result has that parameter, and ran without it. */
export function canConverge(
  methods: readonly MethodDescription[],
  { method, parameters }: Pick<Provenance, 'method' | 'parameters'>,
): boolean {
  const description = methods.find(({ id }) => id === method);
  return description !== undefined && untilConverged in description.parameters && parameters[untilConverged] !== true;
}
