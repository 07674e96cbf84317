/** What the compare panel shows of a result: a list of parts, each chosen by a guard. */
import type { ComparedRun } from '../../shared/compare';
import { mapOf } from '../../shared/picture/map';
import type { Result } from '../../shared/results';

type Shown = Partial<ComparedRun>;

/** Undefined for results that the part does not show. */
type Part = (result: Result) => Shown | undefined;

const parts: readonly Part[] = [
  part('attribution', (result) => ({
    ...said(result),
    map: mapOf(result),
    ...(result.upsampled && result.layer !== undefined && { layer: result.layer }),
    input: result.input,
    targetOutput: result.targetOutput,
  })),
  part('curves', (result) => ({ ...said(result), curves: result })),
  part('evaluation', (evaluation) => ({ evaluation })),
  part('sanity', (sanity) => ({ sanity })),
];

export function partOf(result: Result): Shown {
  for (const shown of parts.map((of) => of(result))) if (shown) return shown;
  return { ...said(result), problem: `This panel does not show results of kind "${result.kind}".` };
}

function part<K extends Result['kind']>(kind: K, show: (result: Extract<Result, { kind: K }>) => Shown): Part {
  const accepts = (result: Result): result is Extract<Result, { kind: K }> => result.kind === kind;
  return (result) => (accepts(result) ? show(result) : undefined);
}

function said({ law, conventions }: Result): Shown {
  return { conventions, ...(law && { law }) };
}
