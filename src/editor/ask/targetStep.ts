/** The step that chooses what to explain: the winning class, a class by its label, or a unit of any layer. */
import * as vscode from 'vscode';
import type { LayerDescription, ModelDescription } from '../../shared/description';
import type { Service } from '../../shared/requests';
import { shapeText } from '../units';
import { checkIndex, layerTitle, middleIndex, unitShape, unitTarget } from '../unit';
import type { Choice, Memory } from './choice';
import { back, type Answer, type Step, type Wizard } from './wizard';

type TargetItem = vscode.QuickPickItem & { target?: string };

/** More classes than this are listed only with labels: a bare number says nothing. */
const maximumClasses = 1000;

export function targetStep(service: Pick<Service, 'describeModel' | 'describeInput'>, memory: Memory): Step<Choice> {
  return {
    isNeeded: ({ target }) => target === undefined,
    async ask(choice, wizard) {
      const model = service.describeModel(choice.model!);
      const label = labelOf(service, choice);
      const last = memory.recall(choice.model!)?.target ?? 'argmax';
      for (;;) {
        const picked = await wizard.pick({
          placeholder: 'What to explain',
          items: Promise.all([model, label]).then(([description, name]) => targetItems(description, name, last)),
          active: ({ target }) => target === last,
        });
        if (picked === undefined || picked === back) return picked;
        const target = picked.target ?? (await askUnit((await model).layers, wizard));
        if (target !== back) return target === undefined ? undefined : { ...choice, target };
      }
    },
  };
}

/** The column with the classes of the samples; problems with the data are reported when it is explained. */
async function labelOf(
  service: Pick<Service, 'describeInput'>,
  { model = '', input = '' }: Choice,
): Promise<string | undefined> {
  const described = await service.describeInput({ model, input }).catch(() => undefined);
  return described?.label;
}

function targetItems({ labels, outputs }: ModelDescription, label: string | undefined, last: string): TargetItem[] {
  const items: TargetItem[] = [
    { label: '$(target) Winning class', description: 'argmax, separately for each sample', target: 'argmax' },
    ...(label === undefined
      ? []
      : [{ label: '$(tag) Label', description: `the class of each sample according to “${label}”`, target: 'label' }]),
    ...classItems(labels, outputs[0]?.shape),
    { label: '$(layers) A unit of a layer…', alwaysShow: true },
  ];
  if (items.some(({ target }) => target === last)) return items;
  return [{ label: `$(history) ${last}`, description: 'last used', target: last }, ...items];
}

function classItems(
  labels: readonly string[] | undefined,
  shape: readonly (number | string)[] | undefined,
): TargetItem[] {
  if (labels?.length) {
    return labels.map((label, index) => ({ label, description: `class ${index}`, target: String(index) }));
  }
  const size = shape?.length === 2 ? shape[1] : undefined;
  if (typeof size !== 'number' || size > maximumClasses) return [];
  return Array.from({ length: size }, (_, index) => ({ label: `Class ${index}`, target: String(index) }));
}

/** Back from the index leads to the layers, back from the layers to the targets. */
async function askUnit(layers: readonly LayerDescription[], wizard: Wizard): Promise<Answer<string>> {
  for (;;) {
    const items = layers.map((layer) => ({
      label: layerTitle(layer),
      description: `${layer.op} ${shapeText(layer.shape)}`,
      iconPath: new vscode.ThemeIcon('layers'),
      layer,
    }));
    const picked = await wizard.pick({ placeholder: 'Choose the layer of the unit to explain', items });
    if (picked === undefined || picked === back) return picked;
    const shape = unitShape(picked.layer);
    const index = await wizard.ask({
      prompt: `Position of the unit in ${picked.layer.output} ${shapeText(shape)}, without the batch`,
      value: middleIndex(shape),
      check: (text) => checkIndex(text, shape),
    });
    if (index !== back) return index === undefined ? undefined : unitTarget(picked.layer, index);
  }
}
