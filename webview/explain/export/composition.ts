/** The text of an exported picture about its explanation. */
import { baseName } from '../../ui/format';
import type { ExplainSetup } from '../../../src/shared/api/explain';
import type { Layout } from '../../../src/shared/picture/layout';
import type { AttributionResult } from '../../../src/shared/results';
import { lawSentence, limitSentence } from '../about/sentences';
import { explainedName } from '../form/target';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';
import type { Composition } from './compose';

export function compositionOf(
  { model, input, methods }: ExplainSetup,
  result: AttributionResult,
  { layout, numbers }: { layout: Layout; numbers: SampleNumbers },
  view: ShownView,
): Composition {
  const { method, parameters, seed, device } = result.provenance;
  const title = methods.find(({ id }) => id === method)?.title ?? method;
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`);
  return {
    heading: `${baseName(model.path)} · ${baseName(input)}`,
    subheading: `${title} for ${explainedName(model, result, view.sample)}`,
    caption: [
      limitSentence(numbers, view.limit),
      ...(result.law ? [lawSentence(result.law, view.sample)] : []),
      [...settings, `seed ${seed}`, device].join(', '),
    ],
    layout,
    numbers,
    view,
  };
}
